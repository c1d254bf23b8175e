"""A file beyond the limit is counted and thrown away as it comes: the other fields of its form are kept."""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class TooLarge(UploadedFile[Any]):
    """What stands for a file that was not kept: its name and its size, without content."""


class LimitedUploadHandler(FileUploadHandler):
    """Let the next handlers keep the file up to the limit, then nothing more."""

    @property
    def most(self) -> int:
        """The limit of the page that receives the file."""
        match = self.request.resolver_match if self.request else None
        return settings.UPLOAD_LIMITS.get(match.view_name if match else "", settings.UPLOAD_MAX_BYTES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the data on while it fits."""
        return raw_data if start + len(raw_data) <= self.most else None

    def file_complete(self, file_size: int | None) -> UploadedFile[Any] | None:
        """Answer in place of the next handlers when the file was cut."""
        if (file_size or 0) <= self.most:
            return None
        nothing: IO[Any] | None = None
        return TooLarge(file=nothing, name=self.file_name, content_type=self.content_type, size=file_size)
