"""The expected release date keeps its history; the dates already noted are its first lines."""

import core.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

FIRST_LINES = """
INSERT INTO beneficiaries_releasedaterevision (id, beneficiary_id, value, source, reason, noted_on, at, by_id)
SELECT gen_random_uuid(), id, expected_release_on, release_date_source, '',
       coalesce(release_date_noted_on, created_at::date), created_at, created_by_id
FROM beneficiaries_beneficiary WHERE expected_release_on IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0008_layers_and_reach'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='beneficiary',
            name='release_date_source',
            field=core.fields.LineField(blank=True, help_text='Par exemple : greffe, SPIP, la personne elle-même.', max_length=120, verbose_name='source de la date de sortie'),
        ),
        migrations.CreateModel(
            name='ReleaseDateRevision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('value', models.DateField(null=True, verbose_name='date de sortie prévue')),
                ('previous', models.DateField(null=True, verbose_name='date précédente')),
                ('reason', core.fields.LineField(blank=True, default='', max_length=160, verbose_name='pourquoi pas de date')),
                ('source', core.fields.LineField(blank=True, default='', max_length=120, verbose_name='source')),
                ('noted_on', models.DateField(verbose_name='su le')),
                ('at', models.DateTimeField(verbose_name='noté le')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='release_dates', to='beneficiaries.beneficiary', verbose_name='personne')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par')),
            ],
            options={
                'verbose_name': 'date de sortie prévue',
                'verbose_name_plural': 'dates de sortie prévues',
                'indexes': [models.Index(fields=['beneficiary', '-at'], name='releasedate_history')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='releasedaterevision_date_or_reason', violation_error_message='Sans date de sortie, dites pourquoi.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releasedaterevision',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "value", "previous", "reason", "source", "noted_on", "at", "by_id" rows from % table\', TG_TABLE_NAME;', hash='3170384353543385abeeebe8f1afd98f977909a7', operation='DELETE OR UPDATE OF "value", "previous", "reason", "source", "noted_on", "at", "by_id"', pgid='pgtrigger_append_only_54e4b', table='beneficiaries_releasedaterevision', when='BEFORE')),
        ),
        migrations.RunSQL(FIRST_LINES, migrations.RunSQL.noop),
    ]
