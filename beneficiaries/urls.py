"""People, follow-ups, tasks."""

from django.urls import path

from beneficiaries.views import (
    alert,
    appointment,
    batch,
    contact_rule,
    draft,
    follow_up,
    merge,
    person_edit,
    person_list,
    person_new,
    sheet,
    task,
)

app_name = "beneficiaries"
urlpatterns = [
    path("personnes/", person_list.person_list, name="list"),
    path("personnes/recherche/", person_list.person_search, name="list-search"),
    path("personnes/nouvelle/", person_new.person_new, name="new"),
    path("personnes/<uuid:pk>/modifier/", person_edit.person_edit, name="edit"),
    path("personnes/<uuid:pk>/joindre/", contact_rule.contact_rule_edit, name="contact-rule-edit"),
    path("personnes/<uuid:pk>/situation/", person_edit.situation_edit, name="situation-edit"),
    path("personnes/<uuid:pk>/referente/", person_edit.lead_change, name="lead-change"),
    path("personnes/<uuid:pk>/clore/", person_edit.person_close, name="close"),
    path("personnes/<uuid:pk>/rouvrir/", person_edit.person_reopen, name="reopen"),
    path("personnes/doublons/", merge.duplicate_list, name="duplicate-list"),
    path("personnes/<uuid:pk>/doublons/", merge.person_duplicates, name="duplicates"),
    path("personnes/<uuid:pk>/reunir/<uuid:other>/", merge.merge, name="merge"),
    path("personnes/<uuid:pk>/distinguer/<uuid:other>/", merge.tell_apart, name="tell-apart"),
    path("reunions/<uuid:pk>/annuler/", merge.merge_undo, name="merge-undo"),
    path("personnes/<uuid:pk>/alertes/nouvelle/", alert.alert_new, name="alert-new"),
    path("alertes/<uuid:pk>/lever/", alert.alert_lift, name="alert-lift"),
    path("personnes/<uuid:pk>/taches/nouvelle/", task.task_new, name="task-new"),
    path("taches/<uuid:pk>/faite/", task.task_done, name="task-done"),
    path("taches/<uuid:pk>/a-faire/", task.task_reopen, name="task-reopen"),
    path("personnes/<uuid:pk>/rendez-vous/nouveau/", appointment.appointment_new, name="appointment-new"),
    path("rendez-vous/<uuid:pk>/modifier/", appointment.appointment_edit, name="appointment-edit"),
    path("suivis/noter/", follow_up.follow_up_new, name="follow-up-new"),
    path("suivis/personnes/", follow_up.follow_up_people, name="follow-up-people"),
    path("suivis/matinee/", batch.batch_new, name="batch-new"),
    path("suivis/matinee/personnes/", batch.batch_people, name="batch-people"),
    path("suivis/matinee/brouillon/", batch.batch_draft, name="batch-draft"),
    path("suivis/<uuid:pk>/matinee/", batch.batch_saved, name="batch-saved"),
    path("fiches-entretien/", sheet.sheet_new, name="sheet-new"),
    path("fiches-entretien/<uuid:pk>/", sheet.sheet_run, name="sheet-run"),
    path("suivis/<uuid:pk>/modifier/", follow_up.follow_up_edit, name="follow-up-edit"),
    path("suivis/brouillon/", draft.draft_save, name="draft-save"),
    path("suivis/brouillons/<uuid:pk>/supprimer/", draft.draft_delete, name="draft-delete"),
]
