"""Photographs and scans: drawn again, so that nothing is left but the picture."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from beneficiaries.uploads.refusal import UploadRefused

MOST_PIXELS = 40_000_000
QUALITY = 88


def cleaned(content: bytes) -> bytes:
    """The same picture, upright, without the place, the date or the device."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise too_large()
            kind = image.format
            picture = ImageOps.exif_transpose(image)
            picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
            written = BytesIO()
            options = {"quality": QUALITY} if kind == "JPEG" else {"optimize": False}
            picture.save(written, format=kind, **options)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise UploadRefused(_("Cette image ne se lit pas : prenez-la de nouveau.")) from None
    return written.getvalue()


def too_large() -> UploadRefused:
    """The refusal of a picture of too many pixels."""
    words = {"most": MOST_PIXELS // 1_000_000}
    return UploadRefused(_("Cette image est trop grande : %(most)d millions de pixels au plus.") % words)
