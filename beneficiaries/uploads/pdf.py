"""PDFs: written again by qpdf in a process of its own, with little memory and time, without what acts or tells."""

import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from beneficiaries.uploads.refusal import UploadRefused

SECONDS = 40
LOCKED = 3


def cleaned(content: bytes) -> bytes:
    """The same pages; a file that makes the reader fall, or wait too long, is refused."""
    command = [sys.executable, "-Es", "-m", "beneficiaries.cleaning.pdf"]
    try:
        answer = subprocess.run(  # noqa: S603
            command, input=content, timeout=SECONDS, capture_output=True, check=False, cwd=settings.BASE_DIR
        )
    except subprocess.TimeoutExpired:
        raise unreadable() from None
    if answer.returncode == LOCKED:
        raise UploadRefused(_("Ce PDF est protégé par un mot de passe : enlevez-le d’abord."))
    if answer.returncode or not answer.stdout.startswith(b"%PDF-"):
        raise unreadable()
    return answer.stdout


def unreadable() -> UploadRefused:
    """The refusal of a damaged or monstrous PDF."""
    return UploadRefused(_("Ce PDF ne se lit pas : enregistrez-le de nouveau, ou prenez-le en photo."))
