"""How fresh the directory is kept, and what each keeps of it."""

from tests.access.row import ALL, METHOD, NONE, Row

ROWS = {
    "partners:service-unchecked": Row(METHOD, "xxooxxxx", "service"),
    "partners:service-history": Row(ALL, METHOD, "service"),
    "partners:organization-checked": Row(METHOD, "xxooxxxx", "organization"),
    "partners:organization-unchecked": Row(METHOD, "xxooxxxx", "organization"),
    "partners:organization-history": Row(ALL, METHOD, "organization"),
    "partners:update-link-new": Row(METHOD, "xxooxxxx", "organization"),
    "partners:update-link-send": Row(METHOD, "xxooxxxx", "organization"),
    "partners:update-link-revoke": Row(METHOD, "xxooxxxx", "update_link"),
    "partners:proposal-list": Row("xxooxxxx", METHOD),
    "partners:proposal": Row("xxooxxxx", "xxooxxxx", "card_proposal"),
    "partners:update": Row(NONE, METHOD, "update_link", public=True),  # no key is a token
    "partners:update-confirm": Row(METHOD, NONE, "update_link", public=True),
    "partners:update-correct": Row(NONE, NONE, "update_link", public=True),
}
