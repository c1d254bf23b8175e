"""The people accompanied: their files, follow-ups, appointments, tasks."""
