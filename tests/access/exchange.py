"""Imports, exports and the public interface of the directory."""

from tests.access.row import ALL, METHOD, Row

WRITERS = "xxooxxxx"
ROWS = {
    "partners:import-list": Row(WRITERS, METHOD),
    "partners:import-new": Row(WRITERS, WRITERS),
    "partners:import": Row(WRITERS, METHOD, "directory_import"),
    "partners:import-columns": Row(WRITERS, WRITERS, "directory_import"),
    "partners:import-columns (to confirm)": Row(WRITERS, WRITERS, "deposited_import"),
    "partners:import (running)": Row(WRITERS, METHOD, "running_import"),
    "partners:import (done)": Row(WRITERS, METHOD, "done_import"),
    "partners:import-line": Row(METHOD, WRITERS, "directory_import"),
    "partners:import-choose": Row(METHOD, WRITERS, "directory_import"),
    "partners:import-start": Row(METHOD, WRITERS, "directory_import"),
    "partners:import-drop": Row(METHOD, WRITERS, "directory_import"),
    "partners:import-report": Row(WRITERS, METHOD, "directory_import"),
    "partners:export": Row(WRITERS, METHOD),
    "partners:api": Row(ALL, METHOD, public=True),
    "partners:api-description": Row(ALL, METHOD, public=True),
    "partners:api-services": Row(ALL, METHOD, public=True),
    "partners:api-service": Row(ALL, METHOD, "service", public=True),
    "partners:api-structures": Row(ALL, METHOD, public=True),
    "partners:api-structure": Row(ALL, METHOD, "organization", public=True),
    "partners:export-file": Row(METHOD, WRITERS),
}
