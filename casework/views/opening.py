"""What every tab of a person’s file starts with: the reading journalled, the identity bar, the tabs."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission, StaffRequest
from beneficiaries.identity import identity_of
from beneficiaries.models import Beneficiary, Opened
from beneficiaries.models.alert import current_texts
from beneficiaries.models.layer import Door
from beneficiaries.views.opening import door_of, file_or_404
from casework.day.block import Link
from core.links import link_to
from core.written import TODAY


@dataclass(frozen=True)
class Warned:
    """An alert as the identity bar says it."""

    text: str


def open_file(request: StaffRequest, pk: UUID) -> Opened:
    """The file, when the user may see it; the reading is journalled in the transaction of the request."""
    file = file_or_404(request, pk, with_alerts(door_of(request)))
    file.person.opened(by=request.user)
    return file


@cache
def with_alerts(door: Door) -> Door:
    """The same door; each person comes with the alerts of the day."""
    return lambda user: door(user).annotate(alert_texts=current_texts(TODAY))


def file_context(request: StaffRequest, file: Opened, tab: str) -> dict[str, Any]:
    """What every tab shows around its own content."""
    user, person, may_read = request.user, file.person, file.may_read
    alerts = [Warned(text) for text in person.alert_texts]  # type: ignore[attr-defined]  # read by open_file
    return {
        "person": person,
        "identity": identity_of(person, viewer=user, day=timezone.localdate(), alerts=alerts, may_read=may_read),
        "may_read": may_read,
        "may_write": user.can(Permission.PERSON_WRITE),
        "may_log": user.can(Permission.FOLLOW_UP_WRITE),
        "may_refer": user.can(Permission.REFERRAL_WRITE),
        "may_hand_over": person.can_hand_over(user),
        "may_merge": user.can(Permission.FILE_MERGE),
        "may_edit_situation": person.situation_editable_by(user),
        "tabs": tabs_of(person, lambda right: may_read if right == Permission.FILE_CONTENT else user.can(right), tab),
    }


def tabs_of(person: Beneficiary, can: Any, current: str) -> list[Link]:
    """The pages of the file that the user may open."""
    tabs = [
        ("person-file", _("Résumé"), Permission.PERSON_LIST),
        ("person-timeline", _("Suivis"), Permission.FILE_CONTENT),
        ("person-plan", _("Plan"), Permission.FILE_CONTENT),
        ("person-referrals", _("Orientations"), Permission.FILE_CONTENT),
        ("person-programs", _("Programmes"), Permission.FILE_CONTENT),
        ("person-release", _("Sortie"), Permission.FILE_CONTENT),
        ("person-documents", _("Documents"), Permission.FILE_CONTENT),
        ("person-situation", _("Situation"), Permission.FILE_CONTENT),
        ("person-family", _("Famille"), Permission.FILE_CONTENT),
        ("person-rights", _("Droits"), Permission.FILE_CONTENT),
        ("person-history", _("Historique"), Permission.PERSON_LIST),
    ]
    return [
        Link(label, link_to(f"casework:{name}", person.pk), name == current)
        for name, label, permission in tabs
        if can(permission)
    ]
