"""Profile, logo, demo entrance, mails that leave."""

from django.urls import path

from accounts.views.association import logo
from accounts.views.demo import demo_enter
from accounts.views.mail import mail, mail_list, mail_settle, mail_undo
from accounts.views.profile import profile

app_name = "accounts"
urlpatterns = [
    path("profil/", profile, name="profile"),
    path("association/logo/", logo, name="logo"),
    path("demo/entrer/<uuid:pk>/", demo_enter, name="demo-enter"),
    path("courriels/", mail_list, name="mail-list"),
    path("courriels/<uuid:pk>/", mail, name="mail"),
    path("courriels/<uuid:pk>/annuler/", mail_undo, name="mail-undo"),
    path("courriels/<uuid:pk>/regler/", mail_settle, name="mail-settle"),
]
