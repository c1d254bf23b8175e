"""Applications and the life of an enrolment."""

from tests.access.row import METHOD, Row

# Who decides who enters: the coordination and those who run the program.
DECIDES, READER = "nnoxoxxx", "onoxoxxx"
ROWS = {
    "programs:apply": Row("oooxoxxx", "oooxoxxx", "program"),
    "programs:enrolment": Row(READER, METHOD, "program_application"),
    "programs:enrolment-step": Row(DECIDES, DECIDES, "program_application =accepter"),
    "programs:enrolment-step suspend": Row(READER, READER, "enrolment =suspendre"),
    "programs:enrolment-step goals": Row(READER, READER, "enrolment =objectifs"),
    "programs:enrolment-step assess": Row(READER, READER, "enrolment =evaluer"),
}
