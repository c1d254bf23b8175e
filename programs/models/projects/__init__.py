"""Project holders: a project of an enrolled person, who helps, the money, and what the public may read."""

from programs.models.projects.funder_meeting import FunderMeeting, MeetingResult
from programs.models.projects.funding import Funding
from programs.models.projects.mentor import Mentor
from programs.models.projects.mentoring_meeting import MentoringMeeting
from programs.models.projects.milestone import Milestone
from programs.models.projects.project import Project
from programs.models.projects.project_event import ProjectEvent
from programs.models.projects.public_page import PublicPage
from programs.models.projects.stages import FundingKind, FundingStatus, LegalForm, Stage

__all__ = [
    "FunderMeeting",
    "Funding",
    "FundingKind",
    "FundingStatus",
    "LegalForm",
    "MeetingResult",
    "Mentor",
    "MentoringMeeting",
    "Milestone",
    "Project",
    "ProjectEvent",
    "PublicPage",
    "Stage",
]
