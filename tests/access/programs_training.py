"""Sessions and who came to them: for whoever runs the program, and the coordination."""

from tests.access.row import Row

RUNS = "nnononnn"
ROWS = {
    "programs:attendance": Row(RUNS, RUNS, "session"),
}
