"""Action plans and their committees: every member of staff reads; coordination, direction and the plan’s team write."""

from tests.access.row import ALL, METHOD, NONE, Row

WRITE = "nnononon"

ROWS = {
    "programs:plan": Row(ALL, METHOD, "plan_program"),
    "programs:plan-step": Row(WRITE, WRITE, "plan_program =action"),
    "programs:plan-step meeting": Row(WRITE, WRITE, "plan_program =comite"),
    "programs:plan-part": Row(WRITE, WRITE, "=actions plan_action =modifier"),
    "programs:plan-part done": Row(NONE, WRITE, "=decisions committee_decision =faite"),
    "programs:committee": Row(ALL, WRITE, "committee"),
    "programs:committee-step": Row(WRITE, WRITE, "committee_coming =modifier"),
    "programs:committee-minutes": Row(ALL, WRITE, "committee_closed"),
}
