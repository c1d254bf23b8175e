from django.db import migrations

import core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0027_commune_abroad'),
    ]

    operations = [
        migrations.AlterField(
            model_name='beneficiary',
            name='address',
            field=core.fields.LineField(blank=True, max_length=200, verbose_name='adresse'),
        ),
    ]
