"""Our pages beside a minimal page, in one run: python -m tests.bench (never collected by pytest)."""
