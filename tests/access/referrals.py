"""Referrals to a partner, then the one that Farid’s program received."""

from tests.access.row import METHOD, Row

ROWS = {
    "referrals:list": Row("oooxooox", METHOD),
    "referrals:new": Row("oooxxxxx", "oooxxxxx"),
    "referrals:detail": Row("onoxnnox", METHOD, "sent"),
    "referrals:detail received": Row("onoxonox", METHOD, "received"),
    "referrals:edit": Row("onoxxxxx", "onoxxxxx", "referral"),
    "referrals:send": Row(METHOD, "onoxxxxx", "referral"),
    "referrals:accept": Row("onoxnnxx", "onoxnnxx", "sent"),
    "referrals:accept received": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:decline": Row("onoxnnxx", "onoxnnxx", "sent"),
    "referrals:decline received": Row("onoxonxx", "onoxonxx", "received"),
    "referrals:enrol": Row(METHOD, "onoxoxxx", "received"),
    "referrals:lapse": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:withdraw": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:print": Row("onoxxxxx", METHOD, "sent"),
}
