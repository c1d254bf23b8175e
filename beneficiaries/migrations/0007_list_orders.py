"""Indexes in the orders of the list of people."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("beneficiaries", "0006_name_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="beneficiary",
            name="beneficiary_sort_key",
        ),
        migrations.AddIndex(
            model_name="beneficiary",
            index=models.Index(
                fields=["sort_key", "id"], include=("team", "lead_worker", "status"), name="beneficiary_sort_key"
            ),
        ),
        migrations.AddIndex(
            model_name="beneficiary",
            index=models.Index(
                models.OrderBy(models.F("last_contact_on"), nulls_first=True),
                models.F("sort_key"),
                models.F("id"),
                name="beneficiary_silence",
            ),
        ),
        migrations.AddIndex(
            model_name="beneficiary",
            index=models.Index(
                models.OrderBy(models.F("expected_release_on"), nulls_last=True),
                models.F("sort_key"),
                models.F("id"),
                name="beneficiary_deadline",
            ),
        ),
    ]
