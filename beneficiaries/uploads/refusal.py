"""Why a file is not taken."""

from core.errors import DomainError


class UploadRefused(DomainError):
    """A file that is not kept, with what to do about it."""
