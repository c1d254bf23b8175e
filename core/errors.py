"""What the domain says when it refuses."""


class DomainError(Exception):
    """A refusal with a message that the user can read and act upon."""


class TransitionNotAllowed(DomainError):
    """The status, read again under lock, no longer allows this step."""


class Outdated(DomainError):
    """What the user saw has changed since: nothing was saved, both versions are to be shown."""
