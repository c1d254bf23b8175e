"""Project holders; the public pages stand apart, under /projets/."""

from django.urls import path

from programs.views import projects

urlpatterns = [
    path("programmes/<uuid:pk>/projets/", projects.cohort, name="cohort"),
    path("programmes/<uuid:pk>/projets/nouveau/", projects.project_new, name="project-new"),
    path("programmes/projets/<uuid:pk>/", projects.project_page, name="project"),
    path("programmes/projets/<uuid:pk>/<slug:act>/", projects.project_step, name="project-step"),
    path("programmes/projets/<uuid:pk>/<slug:act>/<uuid:row>/", projects.project_row, name="project-row"),
    path("projets/<slug:slug>/", projects.public_project, name="public-project"),
    path("projets/<slug:slug>/image/", projects.public_picture, name="public-picture"),
]
