"""How a support ends, one file a submission, an establishment only while held."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='beneficiary',
            name='exit_reason',
            field=models.CharField(blank=True, choices=[('', 'Non renseigné'), ('goals_reached', 'Objectifs atteints'), ('handed_on', 'Relais pris par une autre structure'), ('moved', 'Départ vers un autre territoire'), ('own_wish', 'À la demande de la personne'), ('lost_contact', 'Plus de contact'), ('custody', 'Retour en détention'), ('deceased', 'Décès'), ('other', 'Autre motif')], default='', max_length=20, verbose_name='motif de fin'),
        ),
        migrations.AddField(
            model_name='beneficiary',
            name='exited_on',
            field=models.DateField(blank=True, null=True, verbose_name='fin de l’accompagnement'),
        ),
        migrations.AddField(
            model_name='beneficiary',
            name='submission',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(('exit_reason__in', ['', 'goals_reached', 'handed_on', 'moved', 'own_wish', 'lost_contact', 'custody', 'deceased', 'other'])), name='beneficiary_exit_reason_known', violation_error_message='Cette valeur n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(('exited_on__isnull', True), ('exited_on__gte', models.F('intake_on')), ('intake_on__isnull', True), _connector='OR'), name='beneficiary_intake_on_before_exited_on', violation_error_message='La date de fin vient avant la date de début.'),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'closed'), models.Q(('exit_reason', ''), ('exited_on__isnull', True)), _connector='OR'), name='beneficiary_exit_only_when_closed', violation_error_message='Un suivi en cours n’a ni date ni motif de fin.'),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(('prison__isnull', True), ('justice_status__in', ('in_custody', 'day_release')), _connector='OR'), name='beneficiary_prison_while_held', violation_error_message='Un établissement ne se note que pour une personne en détention ou en semi-liberté.'),
        ),
    ]
