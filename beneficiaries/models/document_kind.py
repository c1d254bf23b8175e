"""What a document is, and how long before its end somebody should be told."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What it is."""

    IDENTITY_CARD = "identity_card", _("Carte d’identité ou passeport")
    RESIDENCE_PERMIT = "residence_permit", _("Titre de séjour")
    HEALTH_COVER = "health_cover", _("Attestation de droits santé")
    MAILING_ADDRESS = "mailing_address", _("Domiciliation")
    HOUSING_LETTER = "housing_letter", _("Attestation d’hébergement")
    RELEASE_CERTIFICATE = "release_certificate", _("Billet de sortie")
    CUSTODY_CERTIFICATE = "custody_certificate", _("Certificat de présence")
    COURT_DOCUMENT = "court_document", _("Document de justice")
    PROOF_OF_ATTENDANCE = "proof_of_attendance", _("Justificatif de présence")
    BIRTH_CERTIFICATE = "birth_certificate", _("Acte ou livret de famille")
    CV = "cv", _("CV")
    CONTRACT = "contract", _("Contrat")
    PAYSLIP = "payslip", _("Bulletin de paie ou de revenus")
    OTHER = "other", _("Autre")


class DocumentFormat(models.TextChoices):
    """The formats that are kept; the value is the ending of the file."""

    PDF = "pdf", _("PDF")
    JPEG = "jpg", _("JPEG")
    PNG = "png", _("PNG")
    DOCX = "docx", _("document Word")
    ODT = "odt", _("document LibreOffice")


CONTENT_TYPES: dict[str, str] = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.JPEG: "image/jpeg",
    DocumentFormat.PNG: "image/png",
    DocumentFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.ODT: "application/vnd.oasis.opendocument.text",
}

# How many days before its end each kind is to be seen to; a kind that is not here is not recalled.
REMIND_BEFORE: dict[str, int] = {
    DocumentKind.IDENTITY_CARD: 90,
    DocumentKind.RESIDENCE_PERMIT: 90,
    DocumentKind.HEALTH_COVER: 30,
    DocumentKind.MAILING_ADDRESS: 60,
    DocumentKind.HOUSING_LETTER: 15,
    DocumentKind.CONTRACT: 30,
}
# After so many days nobody is told any more: the tab still says it.
REMINDED_AFTER = timedelta(days=60)


def to_renew(day: date) -> models.Q:
    """The documents whose end comes within the time of their kind, or has just come."""
    soon = models.Q()
    for kind, days in REMIND_BEFORE.items():
        soon |= models.Q(kind=kind, expires_on__lte=day + timedelta(days=days))
    return soon & models.Q(expires_on__gte=day - REMINDED_AFTER)
