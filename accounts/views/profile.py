"""One’s own profile."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.profile import ProfileForm
from accounts.permissions import Permission, StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """Show and change one’s name, language and appearance."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Votre profil est enregistré."))
        return redirect("accounts:profile")
    if form.errors:
        request.user.refresh_from_db()
    context = {"form": form, "may_read_files": request.user.can(Permission.FILE_CONTENT)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)
