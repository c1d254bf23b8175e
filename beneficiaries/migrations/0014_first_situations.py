"""What the files already say of a situation becomes their first record."""

from django.db import migrations

STAYS = """
INSERT INTO beneficiaries_custodyepisode (id, beneficiary_id, prison_id, wing, status, exit_kind, officer_name,
    officer_phone, source, review_on, kept_reason, created_at, updated_at, created_by_id)
SELECT gen_random_uuid(), id, prison_id, '', '', '', '', '', '', current_date + 30, '', created_at, now(), created_by_id
FROM beneficiaries_beneficiary WHERE justice_status IN ('in_custody', 'day_release')
"""
MEASURES = """
INSERT INTO beneficiaries_justicemeasure (id, beneficiary_id, kind, court, end_kind, officer_name, officer_phone,
    source, review_on, kept_reason, created_at, updated_at, created_by_id)
SELECT gen_random_uuid(), id, CASE justice_status WHEN 'day_release' THEN 'day_release' ELSE 'unspecified' END,
    '', '', '', '', '', current_date + 30, '', created_at, now(), created_by_id
FROM beneficiaries_beneficiary WHERE justice_status IN ('day_release', 'community')
"""


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0013_situation_in_time")]

    operations = [
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(MEASURES, migrations.RunSQL.noop),
    ]
