"""What happened to earlier referrals, in words; a number under five is never written, nor one from which it follows."""

from django.utils.translation import gettext as _

from core.choices import label_of
from core.templatetags.french import ago_words
from partners.models import DeclineReason, TrackRecord
from partners.models.track_record import LEAST

Fact = tuple[str, str]
OFTEN, HALF = 65, 35


def count_words(count: int) -> str:
    """The number, or that it is small."""
    return _("moins de %(least)d") % {"least": LEAST} if 0 < count < LEAST else str(count)


def acceptance_words(share: int | None) -> str:
    """How often the answer is yes."""
    if share is None:
        return ""
    if share >= 90:
        return _("accepte presque toujours")
    if share >= OFTEN:
        return _("accepte souvent")
    return _("accepte une fois sur deux") if share >= HALF else _("accepte rarement")


def delay_words(days: int | None) -> str:
    """How soon the answer comes, half of the time."""
    if days is None:
        return ""
    if days <= 1:
        return _("répond en un jour")
    return _("répond en %(days)d\u00a0jours") % {"days": days}


def track_line(record: TrackRecord | None) -> str:
    """« Répond en 3 jours, accepte souvent », or nothing when too little is known."""
    parts = [delay_words(record.median_days), acceptance_words(record.acceptance)] if record else []
    words = ", ".join(filter(None, parts))
    return words[:1].upper() + words[1:]


def track_facts(record: TrackRecord | None) -> list[Fact]:
    """Rows for a page; nothing below five referrals."""
    if record is None or record.sent < LEAST:
        return []
    waiting = record.sent - record.accepted - record.declined - record.lapsed
    counts = [record.accepted, record.declined, record.lapsed, waiting]
    hidden = any(0 < count < LEAST for count in counts)
    floor = record.sent - record.sent % LEAST
    sent = _("au moins %(count)d") % {"count": floor} if hidden else str(record.sent)
    rows = [(_("Envoyées"), sent)]
    labels = [_("Acceptées"), _("Refusées"), _("Sans suite"), _("En attente de réponse")]
    rows += [(label, count_words(count)) for label, count in zip(labels, counts, strict=True)]
    rows.append((_("En général"), track_line(record)))
    told = [
        f"{label_of(DeclineReason, code)} ({times})" for code, times in _by_number(record.reasons) if times >= LEAST
    ]
    if told and len(told) < len(record.reasons):
        told.append(_("autres raisons"))
    rows.append((_("Raisons de refus"), ", ".join(told)))
    rows.append((_("Dernière réponse"), ago_words(record.last_reply_on) if record.last_reply_on else ""))
    return rows


def _by_number(reasons: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
