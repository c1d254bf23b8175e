"""Models of the shared kernel."""

from core.models.audit import AuditAction, AuditEntry
from core.models.outgoing_mail import MailStatus, OutgoingMail

__all__ = ["AuditAction", "AuditEntry", "MailStatus", "OutgoingMail"]
