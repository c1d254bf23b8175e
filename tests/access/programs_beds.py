"""The houses: protected addresses, the day of a house, its figures."""

from tests.access.row import ALL, METHOD, Row

# The address of a protected house: its team; nobody else was named for the stay of the world.
TEAM, READER = "xxnxnoxx", "nnnnnonn"
ROWS = {
    "programs:house-day": Row(ALL, METHOD),
    "programs:house-figures": Row(ALL, METHOD),
    "programs:site-address": Row(TEAM, TEAM, "secret_site"),
    "programs:stay-address": Row(READER, READER, "stay"),
    "programs:address-reader-remove": Row(METHOD, TEAM, "stay address_reader"),
}
