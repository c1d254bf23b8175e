"""Slots and who takes them; legal questions, their topics, open clinics."""

import core.fields
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import programs.models.support.slot
import uuid
from typing import Any

from django.conf import settings
from django.db import migrations, models

from programs.models.legal.topic import FIRST_TOPICS


def lay_first_topics(apps: Any, schema_editor: Any) -> None:
    """The list that an association begins with."""
    topic = apps.get_model("programs", "LegalTopic")
    topic.objects.bulk_create(topic(**fields) for fields in FIRST_TOPICS)


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0034_appointment_slot'),
        ('programs', '0009_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalTopic',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', core.fields.LineField(max_length=80, unique=True, verbose_name='nom')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='ordre')),
                ('layer', models.CharField(choices=[('ordinary', 'Ordinaire'), ('family', 'Famille'), ('health', 'Santé'), ('justice', 'Justice'), ('violence', 'Violences')], default='ordinary', help_text='En plus de l’équipe du programme\xa0: qui lit ces questions dans l’équipe de la personne.', max_length=10, verbose_name='lu par')),
                ('is_active', models.BooleanField(default=True, verbose_name='proposé')),
            ],
            options={
                'verbose_name': 'sujet de question de droit',
                'verbose_name_plural': 'sujets de questions de droit',
                'constraints': [models.CheckConstraint(condition=models.Q(('layer__in', ['ordinary', 'family', 'health', 'justice', 'violence'])), name='legaltopic_layer_known', violation_error_message='Cette valeur n’est pas dans la liste.')],
            },
        ),
        migrations.CreateModel(
            name='OpenClinic',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('held_on', models.DateField(verbose_name='date')),
                ('starts_at', models.TimeField(verbose_name='de')),
                ('ends_at', models.TimeField(verbose_name='à')),
                ('place', core.fields.LineField(max_length=120, verbose_name='lieu')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clinics', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'permanence ouverte',
                'verbose_name_plural': 'permanences ouvertes',
            "constraints": [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='openclinic_ends_after_start', violation_error_message='La fin vient après le début.'), models.CheckConstraint(condition=models.Q(('held_on__gte', datetime.date(1990, 1, 1)), ('held_on__lte', datetime.date(2100, 1, 1))), name='openclinic_date_plausible', violation_error_message='Cette date n’est pas plausible.'), models.UniqueConstraint(fields=('program', 'held_on', 'starts_at'), name='openclinic_once', violation_error_message='Cette permanence a déjà sa feuille.')]},
        ),
        migrations.CreateModel(
            name='ClinicCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('held', 'Personnes détenues'), ('supervised', 'Personnes suivies en milieu ouvert'), ('released', 'Personnes sorties de prison'), ('relatives', 'Proches'), ('other', 'Autres personnes')], max_length=12, verbose_name='public')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nombre')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='programs.openclinic')),
            ],
            options={
                'verbose_name': 'fréquentation',
                'verbose_name_plural': 'fréquentations',
            "constraints": [models.CheckConstraint(condition=models.Q(('audience__in', ['held', 'supervised', 'released', 'relatives', 'other'])), name='cliniccount_audience_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 500)), name='cliniccount_number_plausible', violation_error_message='De 1 à 500 personnes.'), models.UniqueConstraint(fields=('clinic', 'audience'), name='cliniccount_once', violation_error_message='Ce public est déjà compté.')]},
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
                ('mode', models.CharField(choices=[('interview', 'Entretien'), ('visit', 'Parloir'), ('phone', 'Téléphone'), ('video', 'Visioconférence')], max_length=20, verbose_name='comment')),
                ('room', core.fields.LineField(blank=True, max_length=60, verbose_name='salle')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='retiré le')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prison', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.prison', verbose_name='établissement')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='programs.program', verbose_name='programme')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.site', verbose_name='site')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to=settings.AUTH_USER_MODEL, verbose_name='avec')),
            ],
            options={
                'verbose_name': 'créneau',
                'verbose_name_plural': 'créneaux',
            "constraints": [models.CheckConstraint(condition=models.Q(models.Q(('mode', 'interview'), ('prison__isnull', True), ('site__isnull', False)), models.Q(('mode', 'visit'), ('prison__isnull', False), ('site__isnull', True)), models.Q(('mode__in', ['phone', 'video']), ('prison__isnull', True), ('site__isnull', True)), _connector='OR'), name='slot_mode_says_where', violation_error_message='Un entretien a un site, un parloir a un établissement.'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_after_start', violation_error_message='La fin vient après le début.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='slot_withdrawn_at_with_withdrawn_by', violation_error_message='La date et l’auteur vont ensemble.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at__isnull', True)), expressions=[('worker', '='), (programs.models.support.slot.TsTzRange('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='slot_worker_one_at_a_time', violation_error_message='Ce professionnel a déjà un créneau à cette heure.')]},
        ),
        migrations.CreateModel(
            name='SlotBooking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(blank=True, choices=[('', 'Non renseigné'), ('before', 'Avant la sortie'), ('after', 'Après la sortie')], default='', max_length=10, verbose_name='avant ou après la sortie')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slot_booking', to='beneficiaries.appointment')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='programs.slot')),
            ],
            options={
                'verbose_name': 'rendez-vous de programme',
                'verbose_name_plural': 'rendez-vous de programme',
            "constraints": [models.CheckConstraint(condition=models.Q(('stage__in', ['', 'before', 'after'])), name='slotbooking_stage_known', violation_error_message='Cette valeur n’est pas dans la liste.')]},
        ),
        migrations.CreateModel(
            name='LegalQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_on', models.DateField(verbose_name='posée le')),
                ('referred_by', models.CharField(choices=[('self', 'La personne elle-même'), ('colleague', 'Un·e collègue'), ('probation', 'Le SPIP'), ('partner', 'Une structure partenaire'), ('relative', 'Un proche'), ('other', 'Quelqu’un d’autre')], max_length=12, verbose_name='envoyée par')),
                ('referrer', core.fields.LineField(blank=True, max_length=120, verbose_name='qui, précisément')),
                ('question', models.TextField(max_length=5000, verbose_name='question')),
                ('answer', models.TextField(blank=True, max_length=10000, verbose_name='réponse donnée')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Sans issue pour le moment'), ('informed', 'Personne informée'), ('letter', 'Courrier écrit'), ('lawyer', 'Orientée vers un avocat'), ('point_justice', 'Orientée vers un point-justice'), ('service', 'Orientée vers un service'), ('procedure', 'Démarche engagée'), ('no_answer', 'Pas de réponse possible')], default='', max_length=15, verbose_name='issue')),
                ('outcome_at', models.DateTimeField(editable=False, null=True, verbose_name='issue notée le')),
                ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='à reprendre le')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_questions', to='beneficiaries.beneficiary', verbose_name='personne')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='programs.program', verbose_name='programme')),
                ('task', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.task')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='programs.legaltopic', verbose_name='sujet')),
            ],
            options={
                'verbose_name': 'question de droit',
                'verbose_name_plural': 'questions de droit',
                'indexes': [models.Index(fields=['program', 'asked_on'], name='legalquestion_program')],
                'constraints': [models.CheckConstraint(condition=models.Q(('referred_by__in', ['self', 'colleague', 'probation', 'partner', 'relative', 'other'])), name='legalquestion_referred_by_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'informed', 'letter', 'lawyer', 'point_justice', 'service', 'procedure', 'no_answer'])), name='legalquestion_outcome_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome_at__isnull', True), ('outcome_by__isnull', True)), models.Q(('outcome_at__isnull', False), ('outcome_by__isnull', False)), _connector='OR'), name='legalquestion_outcome_at_with_outcome_by', violation_error_message='La date et l’auteur vont ensemble.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_at__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), ('outcome_at__isnull', False)), _connector='OR'), name='legalquestion_outcome_is_dated', violation_error_message='Une issue est datée\xa0; sans issue, il n’y a pas de date.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', frozenset(['informed', 'no_answer', 'procedure'])), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='legalquestion_outcome_says_what', violation_error_message='Écrivez ce qui a été répondu.'), models.CheckConstraint(condition=models.Q(('asked_on__gte', datetime.date(1990, 1, 1)), ('asked_on__lte', datetime.date(2100, 1, 1))), name='legalquestion_date_plausible', violation_error_message='Cette date n’est pas plausible.')],
            },
        ),
        migrations.AddIndex(
            model_name='slot',
            index=models.Index(fields=['program', 'starts_at'], name='slot_program'),
        ),
        migrations.RunPython(lay_first_topics, migrations.RunPython.noop, elidable=False),
    ]
