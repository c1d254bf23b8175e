"""What may stand in a packet, and what does: the agreement of the person decides, then who prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import (
    Beneficiary,
    Consent,
    ConsentPurpose,
    Document,
    DocumentFormat,
    DocumentKind,
    FollowUpMode,
    Layer,
    Obligation,
    Proof,
    Shared,
)
from core.choices import label_of
from core.templatetags.french import date_words, time_words

# Without these two there is nothing to hand over; of each other layer, only what the agreement names.
NEEDED = {Shared.IDENTITY, Shared.DOCUMENTS}
LAYER_NEEDS: dict[str, Shared | None] = {
    Layer.ORDINARY: None,
    Layer.JUSTICE: Shared.JUSTICE,
    Layer.FAMILY: Shared.FAMILY,
    Layer.HEALTH: Shared.HEALTH,
}
ANNEXED = {DocumentFormat.PDF, DocumentFormat.JPEG, DocumentFormat.PNG}


@dataclass(frozen=True)
class Line:
    """One proof: its day, what it is in words, the number of its annex."""

    day: str
    text: str
    annex: int = 0


@dataclass(frozen=True)
class Part:
    """An obligation and its lines."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Packet:
    """The whole packet, the same on the screen and on paper."""

    recipient: str
    name: str
    born: str
    association: str
    printed: str
    agreement: str
    parts: list[Part]
    annexes: list[Document]

    @property
    def texts(self) -> list[str]:
        """What was written by hand, and goes out."""
        return [text for part in self.parts for text in (part.title, *(line.text for line in part.lines))]


def agreements_of(person: Beneficiary, reader: User, day: date) -> list[Consent]:
    """The agreements in force that let justice be handed proofs, with the identity and the documents."""
    rows = Consent.objects.visible_to(reader).of(person).in_force(day).filter(purpose=ConsentPurpose.JUSTICE)
    return list(rows.filter(covers__contains=sorted(NEEDED)))


def still_covers(consent: Consent, person: Beneficiary, reader: User, day: date) -> bool:
    """Whether the agreement stands at the moment of printing."""
    rows = Consent.objects.visible_to(reader).covering(person, ConsentPurpose.JUSTICE, consent.recipient, day)
    return rows.filter(pk=consent.pk).exists()


def proofs_for(person: Beneficiary, reader: User) -> list[Proof]:
    """The proofs that the reader reads, but those of a layer that never leaves."""
    rows = Proof.objects.visible_to(reader).filter(obligation__measure__beneficiary=person).for_list()
    rows = rows.select_related("obligation", "document", "appointment__follow_up", "follow_up")
    return [proof for proof in rows if layers_of(proof) <= set(LAYER_NEEDS)]


def layers_of(proof: Proof) -> set[str]:
    """The layers of what the proof is made of."""
    held = [proof.document, proof.follow_up, proof.appointment.follow_up if proof.appointment else None]
    return {thing.layer for thing in held if thing}


def may_be_told(proof: Proof, consent: Consent) -> bool:
    """Whether the agreement covers each layer of the proof."""
    needs = [LAYER_NEEDS.get(layer, Shared.HEALTH) for layer in layers_of(proof)]
    return all(need is None or need in consent.covers for need in needs)


def within(proofs: Iterable[Proof], first: date | None, last: date | None) -> list[Proof]:
    """Those of the period."""
    since, until = first or date.min, last or date.max
    return [proof for proof in proofs if since <= proof.happened_on <= until]


def packet_of(
    person: Beneficiary, consent: Consent, proofs: Sequence[Proof], *, association: str, at: datetime
) -> Packet:
    """Lay the proofs out, obligation by obligation; each document is annexed once."""
    annexes: list[Document] = []
    parts = []
    for obligation, rows in groupby(proofs, key=lambda proof: proof.obligation):
        parts.append(Part(title_of(obligation), [line_of(proof, annexes) for proof in rows]))
    period = {"given": date_words(consent.given_on), "until": date_words(consent.ends_on)}
    return Packet(
        recipient=consent.recipient,
        name=person.display_name,
        born=date_words(person.birth_date) if person.birth_date else "",
        association=association,
        printed=date_words(timezone.localdate(at)),
        agreement=_("La personne a donné son accord le %(given)s, jusqu’au %(until)s.") % period,
        parts=parts,
        annexes=annexes,
    )


def title_of(obligation: Obligation) -> str:
    """« Suivre un stage – le premier lundi du mois »."""
    kind = str(obligation.get_kind_display())
    return f"{kind} – {obligation.details}" if obligation.details else kind


def line_of(proof: Proof, annexes: list[Document]) -> Line:
    """The facts alone: of a follow-up, that it took place, never what was said."""
    day = date_words(proof.happened_on)
    if document := proof.document:
        words = f"{label_of(DocumentKind, document.kind)} – {document.title}"
        if document.format not in ANNEXED:
            return Line(day, _("%(words)s (remis à part)") % {"words": words})
        if document not in annexes:
            annexes.append(document)
        return Line(day, words, annexes.index(document) + 1)
    if appointment := proof.appointment:
        told = {"hour": time_words(appointment.starts_at), "purpose": appointment.purpose}
        return Line(day, _("Rendez-vous honoré à %(hour)s : %(purpose)s") % told)
    follow_up = proof.follow_up
    mode = label_of(FollowUpMode, follow_up.mode) if follow_up else ""
    minutes = follow_up.duration_minutes if follow_up else None
    return Line(day, _("%(mode)s, %(minutes)d min") % {"mode": mode, "minutes": minutes} if minutes else mode)
