"""The public interface of the directory, in JSON; off unless the settings say so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from core.throttle import too_often
from partners.exchange import interface
from partners.exchange.interface import Asked, ServicesAsked, StructuresAsked, UnknownCommune
from partners.exchange.reasons import problems_of

MINUTE = 60
Query = TypeVar("Query", bound=Asked)
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open to all when the interface is on, so many times a minute from one address."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DIRECTORY_API:
            raise Http404
        if too_often("directory-api", limit=settings.DIRECTORY_API_PER_MINUTE, seconds=MINUTE):
            answer = refusal(429, "", _("trop de demandes\u00a0: attendez une minute"))
            answer.headers["Retry-After"] = str(MINUTE)
            return answer
        return view(request, *args, **kwargs)

    # what is counted stays counted, whatever comes of the request: nothing else is written here
    return transaction.non_atomic_requests(guarded)


def refusal(status: int, field: str, reason: str) -> JsonResponse:
    """An error in JSON."""
    return JsonResponse({"erreurs": [{"champ": field, "raison": reason}]}, status=status)


def asked(request: HttpRequest, model: type[Query]) -> Query:
    """What the URL asks for; a parameter given twice or unknown is refused."""
    return model.model_validate({name: v[0] if len(v) == 1 else v for name, v in request.GET.lists()})


def listed(request: HttpRequest, model: type[Query], find: Callable[[Query], tuple[list[Any], bool]]) -> JsonResponse:
    """A page of a list."""
    try:
        query = asked(request, model)
        found, follows = find(query)
    except ValidationError as error:
        problems = [{"champ": one.field, "raison": one.reason} for one in problems_of(error)]
        return JsonResponse({"erreurs": problems}, status=422)
    except UnknownCommune:
        return refusal(404, "commune", _("commune inconnue"))
    following = query.page + 1 if follows and query.page < interface.LAST_PAGE else None
    return JsonResponse({"page": query.page, "suivante": following, "resultats": found})


def one(found: list[Any]) -> JsonResponse:
    """A record, or nothing."""
    return JsonResponse(found[0]) if found else refusal(404, "uuid", _("inconnu"))


@require_safe
@public
def services(request: HttpRequest) -> HttpResponse:
    """The services that fit."""
    return listed(request, ServicesAsked, interface.services_found)


@require_safe
@public
def service(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One service."""
    return one(interface.service_answers([pk]))


@require_safe
@public
def structures(request: HttpRequest) -> HttpResponse:
    """The organisations that fit."""
    return listed(request, StructuresAsked, interface.structures_found)


@require_safe
@public
def structure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation."""
    return one(interface.structure_answers([pk]))


@require_safe
@public
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(interface.description())


@require_safe
@public
def guide(request: HttpRequest) -> HttpResponse:
    """The same in words."""
    document = interface.description()
    operations = [(path, item["get"]) for path, item in document["paths"].items()]
    context = {"operations": operations, "per_minute": settings.DIRECTORY_API_PER_MINUTE}
    return render(request, "partners/api.html", context)
