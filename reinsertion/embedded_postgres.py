"""The embedded PostgreSQL of demo, development and tests."""

from pathlib import Path


def database_url(var: Path) -> str:
    """URL of the embedded server that keeps its data under var."""
    return f"postgres://reinsertion@%2Ftmp%2Freinsertion-{abs(hash(str(var))) % 10**8}/reinsertion"
