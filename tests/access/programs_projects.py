"""Project holders: whoever reads the person’s file or runs the cohort reads; its team and the coordination write."""

from tests.access.row import ALL, METHOD, NONE, Row
from tests.world.projects import SLUG

READS, WRITES, CLOSES = "onononnn", "nnoxoxxx", "onoxoxxx"
ROWS = {
    "programs:cohort": Row(ALL, METHOD, "cohort"),
    "programs:project-new": Row(WRITES, WRITES, "cohort"),
    "programs:project": Row(READS, METHOD, "project"),
    "programs:project-step": Row(WRITES, WRITES, "project =modifier"),
    "programs:project-step meeting": Row(WRITES, WRITES, "project =rencontre"),
    "programs:project-step funder": Row(WRITES, WRITES, "project =financeur"),
    "programs:project-step funding": Row(WRITES, WRITES, "project =financement"),
    "programs:project-step page": Row(WRITES, WRITES, "project =page"),
    "programs:project-step close": Row("mnmmmmmm", CLOSES, "project =fermer"),
    "programs:project-row": Row(WRITES, WRITES, "project =financement funding"),
    "programs:public-project": Row(ALL, METHOD, f"={SLUG}", public=True),
    "programs:public-picture": Row(NONE, METHOD, f"={SLUG}", public=True),
}
