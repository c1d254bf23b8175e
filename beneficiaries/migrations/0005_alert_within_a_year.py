"""An alert lasts a year at most."""

import datetime as dt

import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("beneficiaries", "0004_draft_per_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_on__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_on"), "+", models.Value(dt.timedelta(days=366))
                        ),
                    )
                ),
                name="alert_lasts_a_year_at_most",
                violation_error_message="Une alerte dure un an au plus.",
            ),
        ),
    ]
