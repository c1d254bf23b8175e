"""Addresses of the events; the last one needs no account."""

from django.urls import path

from programs.views.events import attendees, public, staff, writing

urlpatterns = [
    path("evenements/", staff.event_list, name="event-list"),
    path("evenements/nouveau/", writing.event_new, name="event-new"),
    path("evenements/inscription/<str:token>/", public.event_registration, name="event-registration"),
    path("evenements/<uuid:pk>/", staff.event_page, name="event"),
    path("evenements/<uuid:pk>/inscriptions/", attendees.event_attendees, name="event-attendees"),
    path("evenements/<uuid:pk>/faire/<slug:act>/", writing.event_do, name="event-do"),
    path("evenements/<uuid:pk>/<slug:part>/", writing.event_write, name="event-write"),
    path("evenements/<slug:slug>/", public.event_public, name="event-public"),
]
