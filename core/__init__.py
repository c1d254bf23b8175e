"""Shared kernel: audit, errors, pagination, text. No noun of the association lives here."""
