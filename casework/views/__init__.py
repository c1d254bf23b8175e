"""Views of the app, one noun a module."""

from casework.views.crossings import crossing_list
from casework.views.custom import custom_edit
from casework.views.documents import person_documents
from casework.views.end_report import end_report_pdf
from casework.views.family import person_family, person_family_print, relative_reveal
from casework.views.home import home
from casework.views.others import referral_others
from casework.views.partner import find_partner
from casework.views.person import person_file, person_history, person_programs, person_referrals, person_timeline
from casework.views.plan import person_plan, person_plan_print
from casework.views.proof_packet import proof_packet
from casework.views.readers import person_readers
from casework.views.release import person_release
from casework.views.release_board import release_board
from casework.views.release_passport import release_passport
from casework.views.rights import person_rights
from casework.views.search import search
from casework.views.situation import person_situation
from casework.views.unmet_needs import unmet_need_list, unmet_needs, unmet_needs_export, unmet_needs_shared

__all__ = [
    "crossing_list",
    "custom_edit",
    "end_report_pdf",
    "find_partner",
    "home",
    "person_documents",
    "person_family",
    "person_family_print",
    "person_file",
    "person_history",
    "person_plan",
    "person_plan_print",
    "person_programs",
    "person_readers",
    "person_referrals",
    "person_release",
    "person_rights",
    "person_situation",
    "person_timeline",
    "proof_packet",
    "referral_others",
    "relative_reveal",
    "release_board",
    "release_passport",
    "search",
    "unmet_need_list",
    "unmet_needs",
    "unmet_needs_export",
    "unmet_needs_shared",
]
