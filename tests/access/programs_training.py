"""Sessions and who came to them: for whoever runs the program, and the coordination."""

from tests.access.row import Row

RUNS = "nnononnn"
ROWS = {
    "programs:attendance": Row(RUNS, RUNS, "session"),
    "programs:session-new": Row(RUNS, RUNS, "program"),
    "programs:session-step": Row(RUNS, RUNS, "session =deplacer"),
    "programs:session-step cancel": Row(RUNS, RUNS, "session =annuler"),
    "programs:session-step restore": Row("nnnnnnnn", RUNS, "session =retablir"),
}
