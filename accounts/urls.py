"""Profile, logo, demo entrance."""

from django.urls import path

from core.views import soon

app_name = "accounts"
urlpatterns = [
    path("profil/", soon, name="profile"),
    path("association/logo/", soon, name="logo"),
    path("demo/entrer/<uuid:pk>/", soon, name="demo-enter"),
]
