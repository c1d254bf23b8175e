"""Who will read what is about to be written on some people, layer by layer, in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import Beneficiary, CaseTeamMember, Layer


def readers_by_layer(writer: User, people: Sequence[Beneficiary]) -> dict[Layer, str]:
    """« l’équipe Antenne Nord », « vous, Léa Martin et la coordination »…; general words until somebody is chosen."""
    if not people:
        close = _("vous, la personne référente et l’équipe de suivi")
        team = _("l’équipe de la personne")
        coordination = _("%(close)s, et la coordination") % {"close": close}
    else:
        close = ", ".join([_("vous"), *_names(_close_to(people), but=writer)])
        coordination = _("%(close)s, et la coordination") % {"close": close}
        team = coordination if any(person.is_restricted for person in people) else _team_words(people)
    words = {Layer.ORDINARY: team, Layer.JUSTICE: team, Layer.FAMILY: coordination}
    return {layer: words.get(layer, close) for layer in Layer}


def _team_words(people: Sequence[Beneficiary]) -> str:
    teams = sorted({person.team.name for person in people})
    return ngettext("l’équipe %(teams)s", "les équipes %(teams)s", len(teams)) % {"teams": ", ".join(teams)}


def _close_to(people: Sequence[Beneficiary]) -> list[User]:
    """Lead workers, then case teams."""
    leads = [person.lead_worker for person in people if person.lead_worker]
    members = CaseTeamMember.objects.current().filter(beneficiary__in=people).select_related("user")
    return [*leads, *(member.user for member in members.order_by("user__first_name", "user__last_name", "pk"))]


def _names(users: Iterable[User], *, but: User) -> list[str]:
    return [user.get_full_name() for user in {user.pk: user for user in users if user != but}.values()]
