"""Accounts, and the pages of nobody in particular."""

from tests.access.row import ALL, METHOD, NONE, Row

ROWS = {
    # Accounts
    "accounts:profile": Row(ALL, ALL),
    "accounts:logo": Row(NONE, METHOD, public=True),
    "accounts:demo-enter": Row(METHOD, NONE, "person", public=True),
    "accounts:mail-list": Row(ALL, METHOD),
    "accounts:mail": Row("onoonnon", METHOD, "mail"),
    "accounts:mail-undo": Row(METHOD, "onoonnon", "mail"),
    "accounts:mail-settle": Row(METHOD, "onoonnon", "failed_mail"),
    "account_login": Row(ALL, ALL, public=True),
    "account_logout": Row(ALL, ALL, public=True),
    "account_signup": Row(ALL, ALL, public=True),
    "account_inactive": Row(ALL, METHOD, public=True),
    "account_reauthenticate": Row("xxxxxxxx", "xxxxxxxx"),  # the cast has no password
    "account_change_password": Row(ALL, ALL),
    "account_set_password": Row(ALL, ALL),
    "account_reset_password": Row(ALL, ALL, public=True),
    "account_reset_password_done": Row(ALL, METHOD, public=True),
    "account_reset_password_from_key_done": Row(ALL, METHOD, public=True),
    "account_email": Row(ALL, ALL),
    "account_email_verification_sent": Row(ALL, ALL),
    # Nobody’s in particular
    "core:health": Row(ALL, METHOD, public=True),
    "core:ping": Row(ALL, METHOD),
    "core:accessibility": Row(ALL, METHOD, public=True),
    "core:privacy": Row(ALL, METHOD, public=True),
    "core:styleguide": Row(ALL, METHOD, public=True),
}
