"""Detention, measures and obligations as records; prisons and probation services as published lists."""

import beneficiaries.models.custody_episode
import core.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0012_contact_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustodyEpisode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('officer_name', core.fields.LineField(blank=True, help_text='Nom de la personne qui suit au SPIP.', max_length=120, verbose_name='CPIP')),
                ('officer_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='téléphone du ou de la CPIP')),
                ('source', core.fields.LineField(blank=True, help_text='Par exemple\xa0: greffe, SPIP, la personne elle-même.', max_length=120, verbose_name='source')),
                ('review_on', models.DateField(verbose_name='à revoir le')),
                ('kept_until', models.DateField(editable=False, null=True, verbose_name='gardé en vue jusqu’au')),
                ('kept_reason', core.fields.LineField(blank=True, default='', editable=False, max_length=200, verbose_name='raison')),
                ('kept_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='mis à jour le')),
                ('wing', core.fields.LineField(blank=True, max_length=80, verbose_name='quartier ou bâtiment')),
                ('status', models.CharField(blank=True, choices=[('', 'Non renseigné'), ('remanded', 'Prévenu·e'), ('sentenced', 'Condamné·e')], default='', max_length=10, verbose_name='statut')),
                ('entered_on', models.DateField(blank=True, null=True, verbose_name='entrée')),
                ('entered_latest', models.DateField(blank=True, editable=False, null=True)),
                ('exited_on', models.DateField(blank=True, null=True, verbose_name='sortie')),
                ('exited_latest', models.DateField(blank=True, editable=False, null=True)),
                ('exit_kind', models.CharField(blank=True, choices=[('', 'En cours'), ('transfer', 'Transfert'), ('end_of_sentence', 'Fin de peine'), ('parole', 'Libération conditionnelle'), ('supervised_early_release', 'Libération sous contrainte'), ('sentence_adjustment', 'Aménagement de peine'), ('released_before_trial', 'Mise en liberté avant jugement'), ('other', 'Autre'), ('unknown', 'Non renseigné')], default='', max_length=30, verbose_name='motif de sortie')),
            ],
            options={
                'verbose_name': 'séjour en détention',
                'verbose_name_plural': 'séjours en détention',
            },
        ),
        migrations.CreateModel(
            name='JusticeMeasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('officer_name', core.fields.LineField(blank=True, help_text='Nom de la personne qui suit au SPIP.', max_length=120, verbose_name='CPIP')),
                ('officer_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='téléphone du ou de la CPIP')),
                ('source', core.fields.LineField(blank=True, help_text='Par exemple\xa0: greffe, SPIP, la personne elle-même.', max_length=120, verbose_name='source')),
                ('review_on', models.DateField(verbose_name='à revoir le')),
                ('kept_until', models.DateField(editable=False, null=True, verbose_name='gardé en vue jusqu’au')),
                ('kept_reason', core.fields.LineField(blank=True, default='', editable=False, max_length=200, verbose_name='raison')),
                ('kept_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='mis à jour le')),
                ('kind', models.CharField(choices=[('probation_sentence', 'Sursis probatoire'), ('parole', 'Libération conditionnelle'), ('supervised_early_release', 'Libération sous contrainte'), ('electronic_home_detention', 'Détention à domicile sous surveillance électronique (DDSE)'), ('pretrial_electronic_home', 'Assignation à résidence sous surveillance électronique (ARSE)'), ('day_release', 'Semi-liberté'), ('external_placement', 'Placement à l’extérieur'), ('community_service', 'Travail d’intérêt général (TIG)'), ('judicial_supervision', 'Contrôle judiciaire'), ('post_sentence_supervision', 'Suivi socio-judiciaire'), ('other', 'Autre mesure'), ('unspecified', 'Mesure à préciser')], max_length=30, verbose_name='mesure')),
                ('court', core.fields.LineField(blank=True, max_length=120, verbose_name='juridiction')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='terme prévu')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                ('end_kind', models.CharField(blank=True, choices=[('', 'En cours'), ('completed', 'Arrivée à son terme'), ('lifted', 'Levée'), ('replaced', 'Remplacée par une autre'), ('revoked', 'Révoquée'), ('other', 'Autre'), ('unknown', 'Non renseigné')], default='', max_length=12, verbose_name='comment elle a pris fin')),
            ],
            options={
                'verbose_name': 'mesure de justice',
                'verbose_name_plural': 'mesures de justice',
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('appointments', 'Se présenter aux convocations'), ('residence', 'Résider à une adresse'), ('hours', 'Respecter des horaires'), ('work_or_training', 'Travailler ou se former'), ('care', 'Suivre des soins'), ('compensation', 'Indemniser ou payer'), ('course', 'Suivre un stage'), ('community_service', 'Accomplir des heures de TIG'), ('no_contact', 'Ne pas entrer en contact avec quelqu’un'), ('no_go', 'Ne pas paraître dans un lieu'), ('no_leave', 'Ne pas quitter un territoire'), ('other', 'Autre')], max_length=20, verbose_name='obligation')),
                ('details', core.fields.LineField(blank=True, help_text='Ce qu’il faut faire ou éviter. Ni faits reprochés, ni maladie.', max_length=200, verbose_name='précisions')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='à remplir pour le')),
                ('state', models.CharField(choices=[('to_do', 'À faire'), ('ongoing', 'En cours'), ('met', 'Remplie'), ('lifted', 'Levée')], default='to_do', editable=False, max_length=10, verbose_name='état')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'obligation',
                'verbose_name_plural': 'obligations',
            },
        ),
        migrations.CreateModel(
            name='ProbationService',
            fields=[
                ('code', models.CharField(blank=True, default='', editable=False, max_length=80, verbose_name='clé de la liste')),
                ('country', models.CharField(choices=[('FR', 'France'), ('BE', 'Belgique')], default='FR', max_length=2, verbose_name='pays')),
                ('is_active', models.BooleanField(default=True, verbose_name='proposé dans les formulaires')),
                ('loaded', models.JSONField(blank=True, default=dict, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', core.fields.LineField(max_length=120, unique=True, verbose_name='nom')),
                ('department_code', models.CharField(blank=True, max_length=3, verbose_name='département')),
                ('city', core.fields.LineField(blank=True, max_length=80, verbose_name='siège')),
                ('branches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='antennes')),
                ('address', core.fields.LineField(blank=True, max_length=200, verbose_name='adresse')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
            ],
            options={
                'verbose_name': 'service de probation',
                'verbose_name_plural': 'services de probation',
            },
        ),
        migrations.RemoveConstraint(
            model_name='beneficiary',
            name='beneficiary_justice_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='prison',
            name='prison_kind_known',
        ),
        migrations.AddField(
            model_name='prison',
            name='address',
            field=core.fields.LineField(blank=True, max_length=200, verbose_name='adresse'),
        ),
        migrations.AddField(
            model_name='prison',
            name='code',
            field=models.CharField(blank=True, default='', editable=False, max_length=80, verbose_name='clé de la liste'),
        ),
        migrations.AddField(
            model_name='prison',
            name='country',
            field=models.CharField(choices=[('FR', 'France'), ('BE', 'Belgique')], default='FR', max_length=2, verbose_name='pays'),
        ),
        migrations.AddField(
            model_name='prison',
            name='department_code',
            field=models.CharField(blank=True, max_length=3, verbose_name='département'),
        ),
        migrations.AddField(
            model_name='prison',
            name='directorate',
            field=core.fields.LineField(blank=True, max_length=80, verbose_name='direction interrégionale'),
        ),
        migrations.AddField(
            model_name='prison',
            name='has_release_unit',
            field=models.BooleanField(blank=True, null=True, verbose_name='structure d’accompagnement vers la sortie'),
        ),
        migrations.AddField(
            model_name='prison',
            name='latitude',
            field=models.FloatField(blank=True, null=True, verbose_name='latitude'),
        ),
        migrations.AddField(
            model_name='prison',
            name='loaded',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='prison',
            name='longitude',
            field=models.FloatField(blank=True, null=True, verbose_name='longitude'),
        ),
        migrations.AddField(
            model_name='prison',
            name='note',
            field=core.fields.LineField(blank=True, max_length=200, verbose_name='remarque'),
        ),
        migrations.AddField(
            model_name='prison',
            name='phone',
            field=phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='téléphone'),
        ),
        migrations.AddField(
            model_name='prison',
            name='postal_code',
            field=models.CharField(blank=True, max_length=5, verbose_name='code postal'),
        ),
        migrations.AddField(
            model_name='prison',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.prison', verbose_name='remplacé par'),
        ),
        migrations.AddField(
            model_name='prison',
            name='status',
            field=models.CharField(choices=[('open', 'Ouvert'), ('closed', 'Fermé'), ('merged', 'Réuni à un autre'), ('unknown', 'Non renseigné')], default='open', max_length=10, verbose_name='état'),
        ),
        migrations.AddField(
            model_name='prison',
            name='women_basis',
            field=core.fields.LineField(blank=True, max_length=200, verbose_name='d’où vient l’information sur l’accueil des femmes'),
        ),
        migrations.AlterField(
            model_name='beneficiary',
            name='justice_status',
            field=models.CharField(choices=[('unknown', 'Situation non renseignée'), ('in_custody', 'En détention'), ('day_release', 'En semi-liberté'), ('community', 'Suivi en milieu ouvert'), ('released', 'Sortie de détention'), ('no_measure', 'Plus de mesure en cours')], default='unknown', max_length=20, verbose_name='situation'),
        ),
        migrations.AlterField(
            model_name='prison',
            name='is_active',
            field=models.BooleanField(default=True, verbose_name='proposé dans les formulaires'),
        ),
        migrations.AlterField(
            model_name='prison',
            name='kind',
            field=models.CharField(choices=[('remand', 'Maison d’arrêt'), ('detention_centre', 'Centre de détention'), ('high_security', 'Maison centrale'), ('complex', 'Centre pénitentiaire'), ('day_release', 'Centre de semi-liberté'), ('release_unit', 'Structure d’accompagnement vers la sortie'), ('minors', 'Établissement pour mineurs'), ('hospital', 'Établissement de santé'), ('prison', 'Prison'), ('detention_house', 'Maison de détention')], max_length=20, verbose_name='type'),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(('justice_status__in', ['unknown', 'in_custody', 'day_release', 'community', 'released', 'no_measure'])), name='beneficiary_justice_status_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddField(
            model_name='custodyepisode',
            name='beneficiary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody_episodes', to='beneficiaries.beneficiary', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='custodyepisode',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='custodyepisode',
            name='kept_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='custodyepisode',
            name='prison',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.prison', verbose_name='établissement'),
        ),
        migrations.AddField(
            model_name='justicemeasure',
            name='beneficiary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='beneficiaries.beneficiary', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='justicemeasure',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='justicemeasure',
            name='kept_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='obligation',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='obligation',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='beneficiaries.justicemeasure', verbose_name='mesure'),
        ),
        migrations.AddConstraint(
            model_name='probationservice',
            constraint=models.CheckConstraint(condition=models.Q(('country__in', ['FR', 'BE'])), name='probationservice_country_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='probationservice',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='probationservice_code_once', violation_error_message='Cette clé de la liste est déjà prise.'),
        ),
        migrations.AddField(
            model_name='justicemeasure',
            name='probation_service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.probationservice', verbose_name='service de probation'),
        ),
        migrations.AddField(
            model_name='custodyepisode',
            name='probation_service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.probationservice', verbose_name='service de probation'),
        ),
        migrations.AddField(
            model_name='prison',
            name='probation_service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prisons', to='beneficiaries.probationservice', verbose_name='service de probation'),
        ),
        migrations.AddConstraint(
            model_name='prison',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['remand', 'detention_centre', 'high_security', 'complex', 'day_release', 'release_unit', 'minors', 'hospital', 'prison', 'detention_house'])), name='prison_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='prison',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'closed', 'merged', 'unknown'])), name='prison_status_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='prison',
            constraint=models.CheckConstraint(condition=models.Q(('country__in', ['FR', 'BE'])), name='prison_country_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='prison',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='prison_code_once', violation_error_message='Cette clé de la liste est déjà prise.'),
        ),
        migrations.AddConstraint(
            model_name='prison',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), models.Q(('status', 'open'), _negated=True), _connector='OR'), name='prison_open_is_not_replaced', violation_error_message='Un établissement ouvert n’est pas remplacé par un autre.'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['appointments', 'residence', 'hours', 'work_or_training', 'care', 'compensation', 'course', 'community_service', 'no_contact', 'no_go', 'no_leave', 'other'])), name='obligation_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['to_do', 'ongoing', 'met', 'lifted'])), name='obligation_state_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['probation_sentence', 'parole', 'supervised_early_release', 'electronic_home_detention', 'pretrial_electronic_home', 'day_release', 'external_placement', 'community_service', 'judicial_supervision', 'post_sentence_supervision', 'other', 'unspecified'])), name='justicemeasure_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(('end_kind__in', ['', 'completed', 'lifted', 'replaced', 'revoked', 'other', 'unknown'])), name='justicemeasure_end_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_by__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_by__isnull', False)), _connector='OR'), name='justicemeasure_kept_at_with_kept_by', violation_error_message='La date et l’auteur vont ensemble.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_reason', ''), ('kept_until__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_until__isnull', False), models.Q(('kept_reason', ''), _negated=True)), _connector='OR'), name='justicemeasure_kept_with_reason', violation_error_message='Garder en vue demande un jour et une raison.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', True), _connector='OR'), name='justicemeasure_starts_on_before_ends_on', violation_error_message='La date de fin vient avant la date de début.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('starts_on')), ('starts_on__isnull', True), _connector='OR'), name='justicemeasure_starts_on_before_ended_on', violation_error_message='La date de fin vient avant la date de début.'),
        ),
        migrations.AddConstraint(
            model_name='justicemeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('end_kind', '')), ('ended_on__isnull', True)), models.Q(models.Q(('end_kind', ''), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='justicemeasure_end_is_dated', violation_error_message='La fin d’une mesure a un jour et un motif.'),
        ),
        migrations.AddIndex(
            model_name='custodyepisode',
            index=models.Index(condition=models.Q(('exit_kind', '')), fields=['prison'], name='custodyepisode_held_at'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['', 'remanded', 'sentenced'])), name='custodyepisode_status_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(('exit_kind__in', ['', 'transfer', 'end_of_sentence', 'parole', 'supervised_early_release', 'sentence_adjustment', 'released_before_trial', 'other', 'unknown'])), name='custodyepisode_exit_kind_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_by__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_by__isnull', False)), _connector='OR'), name='custodyepisode_kept_at_with_kept_by', violation_error_message='La date et l’auteur vont ensemble.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_reason', ''), ('kept_until__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_until__isnull', False), models.Q(('kept_reason', ''), _negated=True)), _connector='OR'), name='custodyepisode_kept_with_reason', violation_error_message='Garder en vue demande un jour et une raison.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_latest__isnull', True), ('entered_on__isnull', True)), ('entered_on__lte', models.F('entered_latest')), _connector='OR'), name='custodyepisode_entry_in_order', violation_error_message='Le jour d’entrée n’est pas compris.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exited_latest__isnull', True), ('exited_on__isnull', True)), models.Q(('exited_on__lte', models.F('exited_latest')), models.Q(('exit_kind', ''), _negated=True)), _connector='OR'), name='custodyepisode_exit_in_order', violation_error_message='Une sortie datée a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.CheckConstraint(condition=models.Q(('entered_on__isnull', True), ('exited_latest__isnull', True), ('exited_latest__gte', models.F('entered_on')), _connector='OR'), name='custodyepisode_entry_before_exit', violation_error_message='La sortie vient avant l’entrée.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=models.UniqueConstraint(condition=models.Q(('exit_kind', '')), fields=('beneficiary',), name='custodyepisode_one_at_a_time', violation_error_message='Cette personne est déjà notée en détention.'),
        ),
        migrations.AddConstraint(
            model_name='custodyepisode',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('entered_latest__isnull', False), models.Q(('exit_kind', ''), models.Q(('entered_latest__lte', models.F('exited_on')), ('exited_on__isnull', False)), _connector='OR')), expressions=[('beneficiary', '='), (beneficiaries.models.custody_episode.DateRange('entered_latest', 'exited_on'), '&&')], name='custodyepisode_no_overlap', violation_error_message='Ces dates recouvrent un autre séjour en détention.'),
        ),
    ]
