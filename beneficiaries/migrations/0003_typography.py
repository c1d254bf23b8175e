"""No-break spaces in two hints."""

from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("beneficiaries", "0002_file_life"),
    ]

    operations = [
        migrations.AlterField(
            model_name="beneficiary",
            name="contact_precautions",
            field=models.CharField(
                blank=True,
                help_text="Par exemple\xa0: ne pas appeler après 18 h, ne pas laisser de message.",
                max_length=300,
                verbose_name="précautions pour joindre la personne",
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="release_date_source",
            field=core.fields.LineField(
                blank=True,
                help_text="Par exemple\xa0: greffe, SPIP, la personne elle-même.",
                max_length=120,
                verbose_name="source de la date de sortie",
            ),
        ),
    ]
