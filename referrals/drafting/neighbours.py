"""Other services that could answer the same need, nearest first."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from partners.models import Service
from partners.territory import Distance

AT_ONCE = 8
FAR_KM = 20_000.0


def neighbours_of(service: Service, number: int = AT_ONCE) -> QuerySet[Service]:
    """Active services with a domain in common, the nearest first when the place of this one is known."""
    same = Service.objects.active().filter(domains__overlap=service.domains).exclude(pk=service.pk)
    rows = same.select_related("organization")
    if service.latitude is None or service.longitude is None:
        return rows.order_by("name", "pk")[:number]
    away = Coalesce(Distance(service.latitude, service.longitude), FAR_KM)
    return rows.order_by(away, "name", "pk")[:number]
