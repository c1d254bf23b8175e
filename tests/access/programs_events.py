"""Events, and their pages without an account."""

from tests.access.row import ALL, METHOD, NONE, Row

WRITERS = "xxoxoxox"  # the coordination, program leads, the direction
ROWS = {
    "programs:event-list": Row(ALL, METHOD),
    "programs:event-new": Row(WRITERS, WRITERS),
    "programs:event": Row(ALL, METHOD, "event"),
    "programs:event-write": Row(WRITERS, WRITERS, "event =modifier"),
    "programs:event-attendees": Row(WRITERS, "xxnxnxnx", "event"),  # no act is none of ours
    "programs:event-do": Row(METHOD, WRITERS, "event =reconduire"),
    "programs:event-public": Row(ALL, ALL, "=table-ronde-2026", public=True),
    "programs:event-registration": Row(NONE, NONE, "event", public=True),  # no key is a token
}
