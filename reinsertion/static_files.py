"""Static files are gathered and compressed only when one of them changed."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Production’s storage without Brotli, which alone takes longer than the rest of the demo’s first start."""

    def create_compressor(self, **options: Any) -> Compressor:
        """Compress with gzip only."""
        return Compressor(use_brotli=False, **options)


def gather_if_changed() -> bool:
    """Run collectstatic unless the last run saw the same files; say whether it ran."""
    stamp = settings.STATIC_ROOT / "fingerprint"
    fingerprint = _fingerprint()
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Names, sizes and times of every static file, and the settings that shape the result."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
