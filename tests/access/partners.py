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
    "partners:organization-presence": Row(METHOD, "xxooxxxx", "organization"),
    "partners:service-presence": Row(METHOD, "xxooxxxx", "service"),
    "partners:site-new": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:site-edit": Row("xxooxxxx", "xxooxxxx", "partner_site"),
    "partners:site-presence": Row(METHOD, "xxooxxxx", "partner_site"),
    "partners:areas": Row("xxooxxxx", METHOD),
    "partners:heads": Row("xxooxxxx", METHOD),
    "partners:contact-new": Row("xxooxxxx", "xxooxxxx", "organization"),
    "partners:contact-edit": Row("xxooxxxx", "xxooxxxx", "contact"),
    "partners:contact-presence": Row(METHOD, "xxooxxxx", "contact"),
    "partners:contact-reveal": Row(METHOD, ALL, "contact"),
}
