"""The programs."""

from tests.access.row import ALL, METHOD, Row

# Who books in the houses: the coordination, and the team of the house.
HOUSE, READER = "xxoxnoxx", "ononnoon"
ROWS = {
    "programs:list": Row(ALL, METHOD),
    "programs:detail": Row(ALL, METHOD, "program"),
    "programs:enrol": Row("oooxoxxx", "oooxoxxx", "program"),
    "programs:enrolment-end": Row("onoxoxxx", "onoxoxxx", "enrolment"),
    "programs:occupancy": Row(ALL, METHOD),
    "programs:free-places": Row(ALL, METHOD),
    "programs:stay-list": Row(ALL, ALL),
    "programs:stay": Row(READER, METHOD, "stay"),
    "programs:stay-new": Row(HOUSE, HOUSE, "place"),
    "programs:stay-step": Row(HOUSE, HOUSE, "stay =prolonger"),
    "programs:stay-step overstay": Row(HOUSE, HOUSE, "stay =depassement"),
    "programs:stay-step leave": Row(HOUSE, HOUSE, "stay =depart"),
    "programs:stay-step turnaround": Row(HOUSE, HOUSE, "stay =remise-en-etat"),
    "programs:unavailability-new": Row(HOUSE, HOUSE, "place"),
    "programs:unavailability": Row(HOUSE, HOUSE, "unavailability"),
    "programs:unavailability-cancel": Row(METHOD, HOUSE, "unavailability"),
    "programs:place-request-list": Row(ALL, METHOD),
    "programs:place-request-new": Row("oooxxxxx", "oooxxxxx"),
    "programs:place-request": Row(READER, METHOD, "place_request"),
    "programs:place-request-reject": Row(HOUSE, HOUSE, "place_request"),
    "programs:place-request-place": Row(HOUSE, HOUSE, "place_request"),
    "programs:place-request-step": Row(METHOD, HOUSE, "place_request =etude"),
}
