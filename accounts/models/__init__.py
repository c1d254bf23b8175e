"""Users, teams, the association."""

from accounts.models.association import Association
from accounts.models.team import Team
from accounts.models.user import Theme, User

__all__ = ["Association", "Team", "Theme", "User"]
