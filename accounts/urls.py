"""Profile, logo, demo entrance."""

from django.urls import path

from accounts.views.association import logo
from accounts.views.demo import demo_enter
from accounts.views.profile import profile

app_name = "accounts"
urlpatterns = [
    path("profil/", profile, name="profile"),
    path("association/logo/", logo, name="logo"),
    path("demo/entrer/<uuid:pk>/", demo_enter, name="demo-enter"),
]
