import core.fields
import core.money
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('programs', '0001_initial'), ('programs', '0002_custom_fields'), ('programs', '0003_grant_uses')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_squashed_0031'),
        ('partners', '0001_squashed_0010'),
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', core.fields.LineField(max_length=120, unique=True, verbose_name='nom')),
                ('address', core.fields.LineField(blank=True, max_length=200, verbose_name='adresse')),
                ('postal_code', models.CharField(blank=True, max_length=5, verbose_name='code postal')),
                ('city', core.fields.LineField(blank=True, max_length=80, verbose_name='commune')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('has_secret_address', models.BooleanField(default=False, help_text='L’adresse d’un hébergement protégé ne s’écrit pas ici.', verbose_name='adresse protégée')),
                ('is_active', models.BooleanField(default=True, verbose_name='ouvert')),
            ],
            options={
                'verbose_name': 'site',
                'verbose_name_plural': 'sites',
                'constraints': [models.CheckConstraint(condition=models.Q(('has_secret_address', False), models.Q(('address', ''), ('postal_code', '')), _connector='OR'), name='site_secret_address_not_written', violation_error_message='Un site à adresse protégée ne porte ni adresse ni code postal.')],
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', core.fields.LineField(max_length=120, verbose_name='nom')),
                ('kind', models.CharField(choices=[('training', 'Formation'), ('psychological_support', 'Soutien psychologique'), ('shelter', 'Hébergement'), ('childcare', 'Crèche'), ('cohort', 'Porteurs de projet'), ('legal_advice', 'Accès au droit'), ('action_plan', 'Plan d’action')], max_length=30, verbose_name='type')),
                ('description', models.TextField(blank=True, max_length=5000, verbose_name='présentation')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: sans limite.', null=True, verbose_name='nombre de places')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                ('is_active', models.BooleanField(default=True, verbose_name='ouvert')),
                ('custom_fields', models.ManyToManyField(blank=True, help_text='Posés aux personnes inscrites, en plus de ceux de chaque dossier.', related_name='programs', to='beneficiaries.customfield', verbose_name='champs propres à ce programme')),
                ('staff', models.ManyToManyField(blank=True, related_name='programs', to=settings.AUTH_USER_MODEL, verbose_name='responsables et équipe')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programs', to='programs.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['training', 'psychological_support', 'shelter', 'childcare', 'cohort', 'legal_advice', 'action_plan'])), name='program_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', True), _connector='OR'), name='program_starts_on_before_ends_on', violation_error_message='La date de fin vient avant la date de début.'), models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gte', 1), _connector='OR'), name='program_capacity_positive', violation_error_message='Le nombre de places commence à 1.'), models.UniqueConstraint(fields=('name', 'starts_on'), name='program_name_unique', nulls_distinct=False, violation_error_message='Un programme de ce nom commence déjà à cette date.')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('active', 'En cours'), ('completed', 'Terminée'), ('withdrawn', 'Arrêtée')], default='active', max_length=20, verbose_name='statut')),
                ('started_on', models.DateField(verbose_name='depuis le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('end_reason', core.fields.LineField(blank=True, max_length=200, verbose_name='raison de la fin')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='beneficiaries.beneficiary', verbose_name='personne')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'inscription',
                'verbose_name_plural': 'inscriptions',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'completed', 'withdrawn'])), name='enrolment_status_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), ('started_on__isnull', True), _connector='OR'), name='enrolment_started_on_before_ended_on', violation_error_message='La date de fin vient avant la date de début.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('status', 'active')), models.Q(models.Q(('status', 'active'), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='enrolment_end_is_dated', violation_error_message='Une inscription finie porte une date de fin, une inscription en cours n’en porte pas.'), models.UniqueConstraint(condition=models.Q(('status', 'active')), fields=('program', 'beneficiary'), name='enrolment_once', violation_error_message='Cette personne est déjà inscrite à ce programme.')],
            },
        ),
        migrations.CreateModel(
            name='GrantUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', core.fields.LineField(blank=True, max_length=120, verbose_name='ou action')),
                ('amount', core.money.MoneyField(decimal_places=2, max_digits=10, verbose_name='part')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='partners.grant', verbose_name='subvention')),
                ('program', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grant_uses', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'part d’une subvention',
                'verbose_name_plural': 'parts d’une subvention',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', ''), ('program__isnull', False)), models.Q(('program__isnull', True), models.Q(('action', ''), _negated=True)), _connector='OR'), name='grantuse_program_or_action', violation_error_message='Choisissez un programme ou nommez une action : l’un des deux.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='grantuse_amount_positive', violation_error_message='Le montant est supérieur à zéro.'), models.UniqueConstraint(fields=('grant', 'program', 'action'), name='grantuse_once', nulls_distinct=False, violation_error_message='Cette part est déjà notée.')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('bed', 'Lit'), ('childcare_place', 'Place de crèche')], max_length=20, verbose_name='type')),
                ('name', core.fields.LineField(max_length=60, verbose_name='nom')),
                ('is_active', models.BooleanField(default=True, verbose_name='utilisable')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='programs.program', verbose_name='programme')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='programs.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['bed', 'childcare_place'])), name='place_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'), models.UniqueConstraint(fields=('site', 'name'), name='place_name_unique', violation_error_message='Ce site a déjà une place de ce nom.')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', core.fields.LineField(blank=True, max_length=120, verbose_name='intitulé')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
                ('room', core.fields.LineField(blank=True, max_length=80, verbose_name='salle')),
                ('is_cancelled', models.BooleanField(default=False, verbose_name='annulée')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'séance',
                'verbose_name_plural': 'séances',
                'indexes': [models.Index(fields=['program', 'starts_at'], name='session_program')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), ('starts_at__isnull', True), _connector='OR'), name='session_starts_at_before_ends_at', violation_error_message='La date de fin vient avant la date de début.')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='période')),
                ('status', models.CharField(choices=[('provisional', 'Provisoire'), ('confirmed', 'Confirmé'), ('arrived', 'En cours'), ('departed', 'Terminé'), ('cancelled', 'Annulé')], default='provisional', max_length=20, verbose_name='statut')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='beneficiaries.beneficiary', verbose_name='personne')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='programs.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'séjour',
                'verbose_name_plural': 'séjours',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['provisional', 'confirmed', 'arrived', 'departed', 'cancelled'])), name='stay_status_known', violation_error_message='Cette valeur n’est pas dans la liste.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), expressions=[('place', '='), ('period', '&&')], name='stay_one_at_a_time', violation_error_message='Cette place est déjà prise sur une partie de ces dates.'), models.CheckConstraint(condition=models.Q(('period__endswith__isnull', False), ('period__isempty', False), ('period__startswith__isnull', False)), name='stay_period_bounded', violation_error_message='Un séjour a une date d’arrivée et une date de départ, au moins une nuit plus tard.')],
            },
        ),
    ]
