"""Slots, legal questions, open clinics."""

from django.urls import path

from programs.views import questions, slots

urlpatterns = [
    path("programmes/<uuid:pk>/creneaux/", slots.slot_list, name="slot-list"),
    path("programmes/creneaux/<uuid:pk>/", slots.slot_page, name="slot"),
    path("programmes/creneaux/<uuid:pk>/reserver/", slots.slot_book, name="slot-book"),
    path("programmes/creneaux/<uuid:pk>/<slug:act>/", slots.slot_step, name="slot-step"),
    path("programmes/<uuid:pk>/questions/", questions.question_list, name="question-list"),
    path("programmes/<uuid:pk>/questions/nouvelle/", questions.question_new, name="question-new"),
    path("programmes/questions/<uuid:pk>/", questions.question_page, name="question"),
    path("programmes/<uuid:pk>/permanences/", questions.clinic_list, name="clinic-list"),
]
