"""Opening hours: read, said, compared with a moment, typed by people."""

from datetime import datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.forms import SiteForm
from partners.freshness.week import DAYS, day_words, notation_of, typed_ranges, week_of
from partners.hours import in_words, is_open, next_opening, now_words, read
from partners.models import Organization, Site

NB = "\u00a0"
DAYS_TYPED: list[list[tuple[str, str]]] = [[], [("09:00", "12:00")], [("08:30", "12:00"), ("14:00", "17:15")]]
WEEK = "Mo-Fr 09:00-12:30,14:00-17:00; PH off"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mo-Fr 09:00-12:30", "Du lundi au vendredi 9 h – 12 h 30"),
        (WEEK, "Du lundi au vendredi 9 h – 12 h 30 et 14 h – 17 h ; fermé les jours fériés"),
        ("Mo,We 14:00-17:00; Sa off", "Lundi et mercredi 14 h – 17 h ; fermé samedi"),
        ("Mo-Su 08:00-24:00", "Tous les jours 8 h – minuit"),
        ("Mo[1] 09:00-12:00", "Premier lundi du mois 9 h – 12 h"),
        ("week 1-53/2 Mo 09:00-12:00", "Semaines impaires, lundi 9 h – 12 h"),
        ("Apr-Sep Mo 09:00+", "D’avril à septembre, lundi à partir de 9 h"),
        ("2026 Dec 24-2027 Jan 1 off", "Fermé du 24 décembre 2026 au 1er janvier 2027"),
        ("Jul-Aug off; Mo 9:00-10:00", "Fermé en juillet et août ; lundi 9 h – 10 h"),
        ('Mo 09:00-12:00 "permanence; 2e étage" || "sur rendez-vous"',
         "Lundi 9 h – 12 h (permanence; 2e étage), sinon sur rendez-vous"),
        ("24/7", "Jour et nuit"),
        ("9 h–12 h, sauf le mardi", "9 h–12 h, sauf le mardi"),
        ("sunrise-sunset", "sunrise-sunset"),
        ("Mo-Fr", "Mo-Fr"),
        ("", ""),
    ],
)  # fmt: skip
def test_hours_are_said_in_words_and_what_has_none_stays_as_typed(written, said):
    plain = in_words(written).replace(NB, " ")
    assert plain == said


def test_hours_are_said_in_the_language_of_the_reader():
    with translation.override("en"):
        assert "Monday".lower() in in_words("Mo-Fr 09:00-12:30").lower()


@pytest.mark.parametrize(
    ("at", "opened", "words"),
    [
        ((2026, 11, 16, 10, 0), True, "Ouvert jusqu’à 12 h 30"),
        ((2026, 11, 16, 13, 0), False, "Fermé, ouvre à 14 h"),
        ((2026, 11, 16, 17, 0), False, "Fermé, ouvre demain à 9 h"),
        ((2026, 11, 13, 18, 0), False, "Fermé, ouvre lundi à 9 h"),
        ((2026, 11, 11, 10, 0), False, "Fermé, ouvre demain à 9 h"),  # 11 November
        ((2027, 5, 6, 10, 0), False, "Fermé, ouvre demain à 9 h"),  # Ascension Day
    ],
)
def test_a_moment_falls_in_the_hours_or_not_public_holidays_counted(at, opened, words):
    moment = datetime(*at)
    assert is_open(WEEK, moment) is opened
    assert now_words(WEEK, moment).replace(NB, " ") == words


def test_what_cannot_be_known_is_not_guessed():
    moment = datetime(2026, 11, 16, 10)
    for text in ("", "Mo-Fr", "9h-12h", "lundi matin", '"sur rendez-vous"', "25:99", "Mo 9-12"):
        assert is_open(text, moment) is None and now_words(text, moment) == "" and next_opening(text, moment) is None
    assert is_open('Tu 14:00-17:00 || "sur rendez-vous"', moment) is None
    assert now_words("24/7", moment) == "Ouvert en ce moment"
    assert now_words("2020 Mo 09:00-10:00", moment) == "Fermé en ce moment"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='MoTuWeSaPHJandec 0123456789:-,;|+[]()"/offwk\n\x00é', max_size=60))
def test_no_text_breaks_the_reader(text):
    moment = datetime(2026, 11, 16, 10)
    assert isinstance(in_words(text), str) and isinstance(now_words(text, moment), str)


@pytest.mark.parametrize(
    ("typed", "ranges"),
    [
        ("9h-12h, 14h-17h", [("09:00", "12:00"), ("14:00", "17:00")]),
        ("9h30 à 12h et 13 h 30 – 17h", [("09:30", "12:00"), ("13:30", "17:00")]),
        ("9:00-12:00/14.00-18.00", [("09:00", "12:00"), ("14:00", "18:00")]),
        ("20h-8h", [("20:00", "08:00")]),
        ("0h-24h", [("00:00", "24:00")]),
        (" Fermé ", []),
        ("", []),
        *((text, None) for text in ("le matin", "9h", "9h-", "25h-26h", "9h75-12h", "14h-17h, 9h-12h", "9h-12h sauf")),
        ("20h-8h, 9h-10h", None),
        ("9h-9h", None),
    ],
)
def test_a_line_is_understood_as_people_write_it_or_refused(typed, ranges):
    assert typed_ranges(typed) == ranges


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(DAYS_TYPED), min_size=7, max_size=7))
def test_seven_lines_become_a_notation_that_is_read_and_come_back(lines):
    notation = notation_of(dict(zip(DAYS, lines, strict=True)))
    assert bool(read(notation)) == any(lines)
    back = week_of(notation)
    assert back is not None and [typed_ranges(day_words(back[day])) for day in DAYS] == lines


def test_hours_are_typed_in_seven_lines_or_in_a_notation_that_can_be_read():
    def typed(noted="", **data):
        site = Site(name="Lieu", organization=Organization(name="Le Pont"), opening_hours=noted)
        form = SiteForm({"name": "Lieu"} | data, instance=site)
        form.fields["city"].required = False
        return form

    def stored(form):
        form.is_valid()
        return dict(form.errors), form.instance.opening_hours

    days = {"hours_mo": "9h-12h", "hours_tu": "9 h – 12 h", "hours_th": "20h-8h"}
    assert stored(typed(**days, hours_closed_holidays="on")) == ({}, "Mo,Tu 09:00-12:00; Th 20:00-08:00; PH off")
    assert stored(typed(hours_other="sur rendez-vous")) == ({}, '"sur rendez-vous"')
    assert stored(typed(hours_other="Jul-Aug Mo 09:00-12:00")) == ({}, "Jul-Aug Mo 09:00-12:00")
    assert stored(typed("9h-12h sauf le mardi", hours_other="9h-12h sauf le mardi")) == ({}, "9h-12h sauf le mardi")
    assert stored(typed("Mo 09:00-12:00")) == ({}, "")
    shown = typed("Mo-Fr 09:00-12:30; PH off")
    assert shown["hours_tu"].initial.replace(NB, " ") == "9 h – 12 h 30" and shown["hours_closed_holidays"].initial
    assert typed("Jul-Aug off")["hours_other"].initial == "Jul-Aug off"
    for wrong, field in (
        ({"hours_mo": "le matin"}, "hours_mo"),
        ({"hours_other": "9h-12h"}, "hours_other"),
        ({"hours_mo": "9h-12h", "hours_other": "24/7"}, "hours_other"),
        ({f"hours_{day.lower()}": f"{n}h-{n + 1}h, " * 8 + "20h-21h" for n, day in enumerate(DAYS)}, "hours_mo"),
    ):
        errors, hours = stored(typed("24/7", **wrong))
        assert field in errors and hours == "24/7"
