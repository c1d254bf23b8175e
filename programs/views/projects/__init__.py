"""Pages of the project holders."""

from programs.views.projects.cohort import cohort
from programs.views.projects.project import project_new, project_page
from programs.views.projects.public import public_picture, public_project
from programs.views.projects.steps import project_row, project_step

__all__ = ["cohort", "project_new", "project_page", "project_row", "project_step", "public_picture", "public_project"]
