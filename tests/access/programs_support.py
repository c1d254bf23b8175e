"""Slots of a program, legal questions, open clinics."""

from tests.access.row import ALL, METHOD, Row

# Who organises: the coordination, and whoever runs the program.
RUNS, BOOKS = "nnononnn", "oooxoxxx"
# Who may know that somebody comes to psychological support: those who read her health layer, and the program.
KNOWS = "onnnonnn"
ROWS = {
    "programs:slot-list": Row(ALL, RUNS, "support_program"),
    "programs:slot": Row(ALL, METHOD, "free_slot"),
    "programs:slot held": Row(KNOWS, METHOD, "held_slot"),
    "programs:slot-book": Row(BOOKS, BOOKS, "free_slot"),
    "programs:slot-step": Row(METHOD, RUNS, "free_slot =retirer"),
    "programs:question-list": Row(ALL, METHOD, "legal_program"),
    "programs:question-new": Row(BOOKS, BOOKS, "legal_program"),
    "programs:question": Row("onononnn", RUNS, "legal_question"),
    "programs:clinic-list": Row(ALL, RUNS, "legal_program"),
}
