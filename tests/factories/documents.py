"""Documents and what they prove."""

import factory
from django.core.files.base import ContentFile

from beneficiaries.models import Document, DocumentFormat, DocumentKind, Proof
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.situation import ObligationFactory

CONTENT = b"%PDF-1.4 essai"


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A small PDF with its file."""

    class Meta:
        model = Document

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = DocumentKind.RESIDENCE_PERMIT
    title = "Récépissé"
    format = DocumentFormat.PDF
    file = factory.LazyFunction(lambda: ContentFile(CONTENT, name="essai.pdf"))
    size = len(CONTENT)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SubFactory(UserFactory)


class ProofFactory(factory.django.DjangoModelFactory[Proof]):
    """A document that proves an obligation of the same person."""

    class Meta:
        model = Proof

    obligation = factory.SubFactory(ObligationFactory)
    document = factory.SubFactory(
        DocumentFactory, beneficiary=factory.SelfAttribute("..obligation.measure.beneficiary")
    )
    added_by = factory.SubFactory(UserFactory)
