"""The desk and the pages of a person’s file."""

from tests.access.row import ALL, METHOD, Row

ROWS = {
    "casework:home": Row(ALL, METHOD),
    "casework:search": Row(ALL, ALL),
    "casework:referral-others": Row("onoxxxxx", METHOD, "sent"),
    "casework:person-file": Row("onoxxxox", METHOD, "person"),
    "casework:person-timeline": Row("onoxxxxx", METHOD, "person"),
    "casework:person-referrals": Row("onoxxxxx", METHOD, "person"),
    "casework:end-report-pdf": Row(METHOD, "onoxnnxx", "concluded"),
    "casework:person-programs": Row("onoxxxxx", METHOD, "person"),
    "casework:person-release": Row("onoxxxxx", METHOD, "person"),
    "casework:release-passport": Row("onoxxxxx", "onoxxxxx", "person"),
    "casework:release-board": Row("oooxxxxx", METHOD),
    "casework:person-family": Row("onoxxxxx", METHOD, "person"),
    "casework:person-family-print": Row("onoxxxxx", METHOD, "person"),
    "casework:person-rights": Row("onoxxxxx", METHOD, "person"),
    "casework:relative-reveal": Row(METHOD, "onoxxxxx", "relative"),
    "casework:person-situation": Row("onoxxxxx", METHOD, "person"),
    "casework:custom-edit": Row("onoxxxxx", "onoxxxxx", "person"),
    "casework:person-readers": Row("onoxxxxx", METHOD, "person"),
    "casework:person-history": Row("onoxxxox", METHOD, "person"),
    "casework:unmet-needs": Row(ALL, METHOD),
    "casework:unmet-need-list": Row("oooxxxxx", METHOD),
    "casework:unmet-needs-shared": Row(ALL, METHOD),
    "casework:unmet-needs-export": Row(ALL, METHOD),
    "casework:crossings": Row("xxoxxxxo", METHOD),
    "casework:find-partner": Row("onoxxxxx", METHOD, "person"),
}
