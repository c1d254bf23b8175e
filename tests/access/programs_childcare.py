"""The crèche: its team and the coordination write, who reads the family of the person reads."""

from tests.access.row import ALL, METHOD, Row

#        amina leads the person, chloe coordinates, gilles runs the crèche
CRECHE, READER = "xxoxnoxx", "ononnonn"
ROWS = {
    "programs:creche": Row(ALL, METHOD, "creche"),
    "programs:creche-team": Row(METHOD, CRECHE, "creche"),
    "programs:creche-week": Row(ALL, ALL, "creche"),
    "programs:child-booking-new": Row(CRECHE, CRECHE, "creche"),
    "programs:child-booking": Row(READER, METHOD, "child_booking"),
    "programs:child-booking-tap": Row(METHOD, CRECHE, "child_booking =repas"),
    "programs:child-booking-step": Row(CRECHE, CRECHE, "child_there =depart"),
    "programs:child-booking-step overstay": Row(CRECHE, CRECHE, "child_there =depassement"),
    "programs:child-booking-step cancel": Row(CRECHE, CRECHE, "child_booking =annuler"),
    "programs:child-booking-step card": Row(CRECHE, CRECHE, "child_booking =consignes"),
    "programs:care-request-new": Row("oooxxxxx", "oooxxxxx", "creche"),
    "programs:care-request": Row(READER, "nnnnnnnn", "care_request"),
}
