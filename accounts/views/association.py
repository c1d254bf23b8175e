"""The association’s logo."""

import mimetypes

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from accounts.models import Association


@login_not_required
@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """Send the logo, shown on the sign-in page too."""
    image = Association.current().logo
    if not image or not image.name or not image.storage.exists(image.name):
        raise Http404
    kind = mimetypes.guess_type(image.name)[0] or "application/octet-stream"
    return FileResponse(image.open("rb"), content_type=kind, headers={"Cache-Control": "public, max-age=3600"})
