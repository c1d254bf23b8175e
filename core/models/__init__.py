"""Models of the shared kernel."""

from core.models.audit import AuditAction, AuditEntry

__all__ = ["AuditAction", "AuditEntry"]
