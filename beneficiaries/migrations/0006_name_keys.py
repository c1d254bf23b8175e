"""Folded names, written by PostgreSQL, for searching and sorting."""

import core.sql
import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0005_alert_within_a_year'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='beneficiary',
            name='beneficiary_name_trigram',
        ),
        migrations.RemoveIndex(
            model_name='beneficiary',
            name='beneficiary_name_sort',
        ),
        migrations.AddField(
            model_name='beneficiary',
            name='name_key',
            field=models.GeneratedField(db_persist=True, expression=models.Func(core.sql.FrenchSort(django.db.models.functions.text.Concat(models.Value(' '), 'first_name', models.Value(' '), 'last_name', models.Value(' '), 'nickname', models.Value(' '), output_field=models.CharField())), models.Value("-'"), models.Value('  '), function='TRANSLATE', output_field=models.CharField()), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='beneficiary',
            name='sort_key',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left(models.Func(core.sql.FrenchSort(django.db.models.functions.text.Concat(models.Value(' '), models.Case(models.When(models.Q(('last_name', ''), _negated=True), then='last_name'), models.When(models.Q(('first_name', ''), _negated=True), then='first_name'), default='nickname'), models.Value(' '), 'first_name', models.Value(' '), output_field=models.CharField())), models.Value("-'"), models.Value('  '), function='TRANSLATE', output_field=models.CharField()), 200), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='beneficiary',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='beneficiary_name_key', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='beneficiary',
            index=models.Index(fields=['sort_key', 'id'], name='beneficiary_sort_key'),
        ),
    ]
