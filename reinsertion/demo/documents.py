"""Papers of some of the ten, drawn for the occasion, and what proves that Élodie keeps her obligations."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from beneficiaries.models import (
    Beneficiary,
    Document,
    DocumentFormat,
    DocumentKind,
    FollowUpMode,
    JusticeMeasure,
    Layer,
    MeasureKind,
    Obligation,
    ObligationKind,
    ObligationState,
    Proof,
)
from beneficiaries.models.document import document_storage
from reinsertion.demo.scene import Scene, own_dates

A5 = (620, 874)
# Who, what, its title, its layer, in how many days it ends, how many days ago it was brought.
PAPERS: list[tuple[str, DocumentKind, str, Layer, int | None, int]] = [
    ("karim", DocumentKind.RESIDENCE_PERMIT, "Titre de séjour", Layer.ORDINARY, 40, 70),
    ("karim", DocumentKind.HOUSING_LETTER, "Attestation de sa mère", Layer.FAMILY, 9, 21),
    ("sofia", DocumentKind.HEALTH_COVER, "Attestation de droits", Layer.HEALTH, 21, 44),
    ("sofia", DocumentKind.BIRTH_CERTIFICATE, "Livret de famille", Layer.FAMILY, None, 60),
    ("marc", DocumentKind.IDENTITY_CARD, "Carte d’identité, recto verso", Layer.ORDINARY, -12, 90),
    ("marc", DocumentKind.CV, "CV cariste", Layer.ORDINARY, None, 15),
    ("elodie", DocumentKind.PROOF_OF_ATTENDANCE, "Attestation de stage, semaine 1", Layer.ORDINARY, None, 20),
    ("elodie", DocumentKind.PAYSLIP, "Bulletin de paie du chantier", Layer.ORDINARY, None, 6),
    ("tarek", DocumentKind.CUSTODY_CERTIFICATE, "Certificat de présence", Layer.JUSTICE, None, 30),
]


def create_documents(scene: Scene) -> None:
    """Lay the papers, then the obligations and their proofs."""
    with own_dates(Document):
        papers = [paper(scene, *line) for line in PAPERS]
        Document.objects.bulk_create(papers)
    elodie = scene.people["elodie"]
    prove(scene, elodie, [document for document in papers if document.beneficiary == elodie])


def paper(scene: Scene, key: str, kind: DocumentKind, title: str, layer: Layer, ends: int | None, ago: int) -> Document:
    """One paper, with its file."""
    person, moment = scene.people[key], scene.moment(scene.working_day(-ago), 11)
    content, name = drawn(title), f"demo/{scene.uid().hex}.pdf"
    document_storage().delete(name)
    told: dict[str, Any] = {"uploaded_at": moment, "updated_at": moment}
    return Document(
        **told,
        id=scene.uid(),
        submission=scene.uid(),
        beneficiary=person,
        kind=kind,
        title=title,
        layer=layer,
        expires_on=None if ends is None else scene.day(ends),
        file=document_storage().save(name, ContentFile(content)),
        format=DocumentFormat.PDF,
        size=len(content),
        sha256=hashlib.sha256(f"{key} {title}".encode()).hexdigest(),
        uploaded_by=person.lead_worker or person.created_by,
    )


def drawn(title: str) -> bytes:
    """A page that says that it is invented."""
    page, written = Image.new("1", A5, 1), BytesIO()
    brush = ImageDraw.Draw(page)
    brush.rectangle((20, 20, A5[0] - 20, A5[1] - 20), outline=0, width=3)
    brush.text((60, 80), title, fill=0, font_size=28)
    brush.text((60, 140), "Document inventé pour la démonstration", fill=0, font_size=22)
    page.save(written, format="PDF", resolution=105)
    return written.getvalue()


def prove(scene: Scene, person: Beneficiary, papers: list[Document]) -> None:
    """A measure with two obligations: one proven by papers, the other by follow-ups."""
    by = person.lead_worker or person.created_by
    measure = JusticeMeasure.objects.filter(beneficiary=person).order_by("created_at", "pk").first()
    if measure is None:
        measure = JusticeMeasure.objects.create(
            id=scene.uid(),
            beneficiary=person,
            kind=MeasureKind.PROBATION_SENTENCE,
            starts_on=scene.day(-200),
            ends_on=scene.day(520),
            review_on=scene.day(90),
            source="SPIP",
            created_by=by,
        )
    work, calls = (
        Obligation.objects.create(
            id=scene.uid(), measure=measure, kind=kind, details=details, state=ObligationState.ONGOING, created_by=by
        )
        for kind, details in (
            (ObligationKind.WORK_OR_TRAINING, "stage puis chantier"),
            (ObligationKind.APPOINTMENTS, "une fois par mois"),
        )
    )
    met = [row for row in scene.follow_ups if row.beneficiary_id == person.pk and row.mode == FollowUpMode.INTERVIEW]
    ordinary = [row for row in met if row.layer == Layer.ORDINARY][-2:]
    at: datetime = scene.moment(scene.working_day(-5), 15)
    with own_dates(Proof):
        Proof.objects.bulk_create(
            [Proof(id=scene.uid(), obligation=work, document=one, added_by=by, added_at=at) for one in papers]
            + [Proof(id=scene.uid(), obligation=calls, follow_up=one, added_by=by, added_at=at) for one in ordinary]
        )
