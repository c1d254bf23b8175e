"""The directory."""

from tests.access.row import ALL, METHOD, Row

ROWS = {
    "partners:directory": Row(ALL, METHOD),
    "partners:communes": Row(ALL, METHOD),
    "partners:territory": Row(METHOD, ALL),
    "partners:organization-list": Row(ALL, METHOD),
    "partners:organization": Row(ALL, METHOD, "organization"),
    "partners:organization-new": Row("xxooxxxx", "xxooxxxx"),
    "partners:organization-edit": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:service": Row(ALL, METHOD, "service"),
    "partners:service-new": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:service-edit": Row("xxooxxxx", "xxooxxxx", "service"),
    "partners:service-checked": Row(METHOD, "xxooxxxx", "service"),
    "partners:contact-reveal": Row(METHOD, ALL, "contact"),
}
