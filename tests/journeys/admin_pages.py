"""The pages of Django admin, read from its register: a model added there is visited by construction."""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLE_ADMIN_APPS, Role

OURS = ROLE_ADMIN_APPS[Role.TECHNICAL_ADMIN]
ADMIN_MODELS = sorted(model._meta.label_lower for model in admin.site._registry if model._meta.app_label in OURS)


def common_addresses() -> list[str]:
    """The index, each app, the change of password."""
    lists = [reverse("admin:app_list", args=[app]) for app in sorted(OURS)]
    return [reverse("admin:index"), *lists, reverse("admin:password_change")]


def addresses(label: str, user: User) -> list[str]:
    """List, form, history, removal and, last, blank form of a model, as far as the user may."""
    model = apps.get_model(label)
    model_admin = admin.site.get_model_admin(model)
    request = HttpRequest()
    request.user = user
    record = model_admin.get_queryset(request).first()
    assert record is not None, f"tests/world/ ne crée aucun enregistrement de {label}"

    def page(name: str, *args: object) -> str:
        return reverse(f"admin:{label.replace('.', '_')}_{name}", args=args)

    urls = [page("changelist"), page("change", record.pk), page("history", record.pk)]
    if model_admin.has_delete_permission(request, record):
        urls.append(page("delete", record.pk))
    if model_admin.has_add_permission(request):
        urls.append(page("add"))
    return urls
