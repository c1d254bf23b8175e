"""Sessions and who came to them: for whoever runs the program, and the coordination."""

from tests.access.row import METHOD, Row

RUNS = "nnononnn"
# And whoever reads the person’s file.
READS = "onononnn"
ROWS = {
    "programs:attendance": Row(RUNS, RUNS, "session"),
    "programs:session-new": Row(RUNS, RUNS, "program"),
    "programs:session-step": Row(RUNS, RUNS, "session =deplacer"),
    "programs:session-step cancel": Row(RUNS, RUNS, "session =annuler"),
    "programs:session-step restore": Row("nnnnnnnn", RUNS, "session =retablir"),
    "programs:session-sheet": Row(METHOD, RUNS, "session"),
    "programs:session-scan-new": Row(METHOD, RUNS, "session"),
    "programs:session-scan": Row(RUNS, METHOD, "session_scan"),
    "programs:session-scan-remove": Row(METHOD, RUNS, "session_scan"),
    "programs:course": Row(READS, METHOD, "enrolment"),
    "programs:course-certificate": Row(METHOD, RUNS, "enrolment"),
    "programs:validation-new": Row(METHOD, RUNS, "enrolment"),
    "programs:validation": Row(RUNS, RUNS, "validation"),
}
