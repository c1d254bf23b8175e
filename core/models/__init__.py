"""Models of the shared kernel."""

from core.models.audit import AuditAction, AuditEntry
from core.models.outgoing_mail import MailStatus, OutgoingMail
from core.models.request_count import RequestCount

__all__ = ["AuditAction", "AuditEntry", "MailStatus", "OutgoingMail", "RequestCount"]
