"""What stands on the papers of a course."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Association, User
from core.errors import DomainError
from core.templatetags.french import date_words, time_words, weekday_short
from programs.models import Enrolment, EnrolmentStatus, Session, Validation
from programs.models.training.attendance import expected_at
from programs.training_papers.hours import course_of, hours_of, length_words
from programs.training_papers.pdf import Certificate, SigningSheet

MOST_COLUMNS = 6


def sessions_to_sign(session: Session, *, week: bool) -> list[Session]:
    """The session, or those of its program held the same week; as many as a sheet is wide."""
    if not week:
        return [session]
    day = timezone.localdate(session.starts_at)
    monday = day - timedelta(days=day.weekday())
    days = {"starts_at__date__gte": monday, "starts_at__date__lt": monday + timedelta(days=7)}
    rows = session.program.sessions.held().filter(**days).order_by("starts_at", "pk")
    return list(rows.prefetch_related("trainers")) or [session]


def signing_sheet_of(sessions: Sequence[Session], user: User) -> tuple[SigningSheet, list[Enrolment]]:
    """The sheet, and the enrolments whose names it bears: those the user may see."""
    program, halves = sessions[0].program, [(one, part) for one in sessions for part in one.halves()]
    if len(halves) > MOST_COLUMNS:
        raise DomainError(_("Cette semaine a trop de demi-journées\u00a0: imprimez séance par séance."))
    there: dict[Any, Enrolment] = {}
    awaited = {}
    for one in sessions:
        rows = list(expected_at(one).visible_to(user).for_list())
        awaited[one.pk] = {row.pk for row in rows}
        there |= {row.pk: row for row in rows}
    people = sorted(there.values(), key=lambda row: (row.beneficiary.sort_key, str(row.pk)))
    trainers = list(dict.fromkeys(str(trainer) for one in sessions for trainer in one.trainers.all()))
    sheet = SigningSheet(
        title=_("Feuille d’émargement"),
        association=Association.current().name,
        address=Association.current().address,
        facts=facts_of(sessions, trainers),
        columns=[
            (
                weekday_short(part.starts_at),
                str(part.half and part.half.label),
                f"{time_words(part.starts_at)} – {time_words(part.ends_at)}",
            )
            for _one, part in halves
        ],
        rows=[(row.beneficiary.display_name, [row.pk in awaited[one.pk] for one, _part in halves]) for row in people],
        trainer=", ".join(trainers),
        foot=f"{program.name} – {date_words(sessions[0].starts_at)}",
        words={
            "name": _("Nom et prénom"),
            "away": _("non attendu·e"),
            "trainer": _("Formatrice ou formateur, signature"),
            "how": _("Chaque personne signe pour elle-même, à chaque demi-journée où elle est présente."),
        },
    )
    return sheet, people


def facts_of(sessions: Sequence[Session], trainers: Sequence[str]) -> list[tuple[str, str]]:
    """The heading of the sheet; a protected address is never printed."""
    first, last, program = sessions[0], sessions[-1], sessions[0].program
    titles = ", ".join(dict.fromkeys(one.title for one in sessions if one.title))
    site = program.site
    place = [first.room, str(site or ""), "" if site is None or site.has_secret_address else site.city]
    alone = timezone.localdate(first.starts_at) == timezone.localdate(last.starts_at)
    dates = {"first": date_words(first.starts_at), "last": date_words(last.starts_at)}
    length = sum((part.length for one in sessions for part in one.halves()), timedelta())
    told = [
        (_("Formation"), program.name),
        (_("Intitulé"), titles),
        (_("Date"), dates["first"] if alone else _("du %(first)s au %(last)s") % dates),
        (_("Durée"), length_words(length)),
        (_("Lieu"), ", ".join(part for part in place if part)),
        (_("Formation par"), ", ".join(trainers)),
    ]
    return [(label, words) for label, words in told if words]


def certificate_of(enrolment: Enrolment, day: date) -> Certificate:
    """The certificate of somebody whose course is completed; refused before."""
    if enrolment.status != EnrolmentStatus.COMPLETED or not enrolment.ended_on or not enrolment.started_on:
        raise DomainError(_("L’attestation se remet une fois la formation terminée."))
    hours = hours_of(course_of(enrolment, enrolment.ended_on))
    if hours.blank:
        raise DomainError(_("Des présences restent à saisir\u00a0: notez-les avant de remettre l’attestation."))
    if not hours.planned:
        raise DomainError(_("Aucune séance n’a été tenue\u00a0: il n’y a pas d’heures à attester."))
    person, house, program = enrolment.beneficiary, Association.current(), enrolment.program
    dates = {"first": date_words(enrolment.started_on), "last": date_words(enrolment.ended_on)}
    site = program.site
    where = "" if site is None or site.has_secret_address else site.city
    paths = Validation.objects.filter(enrolment=enrolment).for_page()
    units = [(path, path.obtained, len(path.in_order())) for path in paths]
    born = date_words(person.birth_date) if person.birth_date else ""
    facts = [
        (_("Nom et prénom"), person.display_name),
        (_("Née ou né le"), born),
        (_("Formation"), program.name),
        (_("Dates"), _("du %(first)s au %(last)s") % dates),
        (_("Lieu"), where),
        (_("Heures suivies"), hours.words),
    ]
    return Certificate(
        title=_("Attestation de fin de formation"),
        association=house.name,
        contact=" – ".join(part for part in (house.address, house.phone, house.email) if part),
        sentence=_("L’association %(name)s atteste que la personne nommée ci-dessous a suivi cette formation.")
        % {"name": house.name},
        facts=[(label, words) for label, words in facts if words],
        skills_title=_("Unités obtenues"),
        skills=[f"{path.certification}\u00a0: {row.unit}" for path, obtained, _all in units for row in obtained],
        mention=mention_of(units),
        signed=_("Fait le %(day)s.") % {"day": date_words(day)},
        signature=_("Nom, qualité et signature"),
    )


def mention_of(units: Sequence[tuple[Any, list[Any], int]]) -> str:
    """Which certifications were obtained whole, at which jury."""
    whole = [path for path, obtained, number in units if obtained and len(obtained) == number]
    told = [
        _("%(name)s, jury du %(day)s") % {"name": path.certification, "day": date_words(path.jury_on)} for path in whole
    ]
    return _("Certification obtenue\u00a0: %(names)s.") % {"names": "\u00a0; ".join(told)} if told else ""
