"""Views of the app, one noun a module."""

from casework.views.home import home
from casework.views.person import person_file, person_history, person_programs, person_referrals, person_timeline

__all__ = ["home", "person_file", "person_history", "person_programs", "person_referrals", "person_timeline"]
