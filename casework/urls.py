"""The desk."""

from django.urls import path

from core.views import soon

app_name = "casework"
urlpatterns = [
    path("", soon, name="home"),
    path("recherche/", soon, name="search"),
    path("personnes/<uuid:pk>/", soon, name="person-file"),
    path("personnes/<uuid:pk>/suivis/", soon, name="person-timeline"),
    path("personnes/<uuid:pk>/orientations/", soon, name="person-referrals"),
    path("personnes/<uuid:pk>/programmes/", soon, name="person-programs"),
    path("personnes/<uuid:pk>/historique/", soon, name="person-history"),
    path("personnes/<uuid:pk>/orienter/", soon, name="find-partner"),
]
