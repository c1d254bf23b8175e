"""After a load, so that the first search is as quick as the next."""

from django.db import connection


def settle(table: str, *gin_indexes: str) -> None:
    """Merge what the GIN indexes hold aside, and count the values anew for the planner."""
    with connection.cursor() as cursor:
        for index in gin_indexes:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
