"""Referrals to a partner, then the one that Farid’s program received."""

from tests.access.row import ALL, METHOD, NONE, Row

ROWS = {
    "referrals:list": Row("oooxooox", METHOD),
    "referrals:figures": Row("oooxooox", METHOD),
    "referrals:figures-export": Row("oooxooox", METHOD),
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
    "referrals:inbound-list": Row("xxoxxxxx", METHOD),
    "referrals:inbound-link-list": Row("xxoxxxxx", METHOD),
    "referrals:inbound-link-new": Row("xxoxxxxx", "xxoxxxxx"),
    "referrals:inbound-link-revoke": Row(METHOD, "xxoxxxxx", "inbound_link"),
    "referrals:inbound": Row("xxoxxxxx", METHOD, "inbound"),
    "referrals:inbound-open-file": Row("xxoxxxxx", "xxoxxxxx", "inbound"),
    "referrals:inbound-attach": Row(METHOD, "xxoxxxxx", "inbound"),
    "referrals:inbound-decline": Row("xxoxxxxx", "xxoxxxxx", "inbound"),
    "referrals:inbound-set-aside": Row(METHOD, "xxoxxxxx", "inbound"),
    "referrals:inbound-form": Row(NONE, NONE, "inbound_link", public=True),  # no key is a token
    "referrals:inbound-sent": Row(NONE, METHOD, "inbound_link", public=True),
    "referrals:step": Row("onoxnnxx", "onoxnnxx", "sent =rendez-vous"),
    "referrals:step received": Row("onoxonxx", "onoxonxx", "received =liste-d-attente"),
    "referrals:answer": Row(NONE, METHOD, "sent", public=True),  # no key is a token
    "referrals:answer-renew": Row(METHOD, ALL, "sent", public=True),
    "referrals:answer-file": Row(NONE, METHOD, "sent document", public=True),
    "referrals:answer-step": Row(NONE, NONE, "sent sent", public=True),
    "referrals:unanswered": Row("oooxxxxx", METHOD),
    "referrals:remind": Row("onoxxxxx", "onoxxxxx", "sent"),
    "referrals:reminder-letter": Row("onoxxxxx", METHOD, "sent"),
    "referrals:print": Row("onoxxxxx", METHOD, "sent"),
}
