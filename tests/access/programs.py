"""The programs."""

from tests.access.row import ALL, METHOD, Row

ROWS = {
    "programs:list": Row(ALL, METHOD),
    "programs:detail": Row(ALL, METHOD, "program"),
    "programs:enrol": Row("oooxoxxx", "oooxoxxx", "program"),
    "programs:enrolment-end": Row("onoxoxxx", "onoxoxxx", "enrolment"),
}
