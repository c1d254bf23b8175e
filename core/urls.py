"""URLs that belong to no noun."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("healthz", views.health, name="health"),
    path("session/", views.ping, name="ping"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("confidentialite/", views.privacy, name="privacy"),
    path("guide-de-style/", views.styleguide, name="styleguide"),
]
