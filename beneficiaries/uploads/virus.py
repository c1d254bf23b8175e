"""The antivirus of the house, when there is one, and the file that every antivirus recognises."""

import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from beneficiaries.uploads.refusal import UploadRefused

# Written backwards, or this very module would be put in quarantine.
EICAR = b"".join((b"*H+H$!ELIF-TSET-SURI", b"VITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"))[::-1]
SECONDS = 60


def require_healthy(content: bytes) -> None:
    """Refuse what is infected, and what the antivirus could not look at."""
    refuse_the_test(content)
    if not settings.ANTIVIRUS_COMMAND:
        return
    command = shlex.split(settings.ANTIVIRUS_COMMAND)
    try:
        answer = subprocess.run(command, input=content, timeout=SECONDS, capture_output=True, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        raise UploadRefused(_("L’antivirus ne répond pas : le fichier n’est pas gardé. Réessayez plus tard.")) from None
    if answer.returncode == 1:
        raise UploadRefused(_("L’antivirus refuse ce fichier."))
    if answer.returncode:
        raise UploadRefused(_("L’antivirus ne répond pas : le fichier n’est pas gardé. Réessayez plus tard."))


def refuse_the_test(content: bytes) -> None:
    """Refuse the harmless text by which an antivirus is tried, also inside a packed part."""
    if EICAR in content:
        raise UploadRefused(_("L’antivirus refuse ce fichier."))
