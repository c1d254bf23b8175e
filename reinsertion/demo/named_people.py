"""The ten people whom the demo’s journeys name, and what to know about each before acting."""

from datetime import time
from typing import Any, NamedTuple

from beneficiaries.models import Gender, JusticeStatus
from reinsertion.demo.scene import Scene

CALL: dict[str, Any] = {"channels": ["phone", "in_person"]}
CALL_AND_TEXT: dict[str, Any] = {"channels": ["phone", "sms", "in_person"]}


class Named(NamedTuple):
    """One of the ten: identity, file, number of follow-ups, days since the last contact, alert."""

    key: str
    first_name: str
    last_name: str
    age: int
    gender: Gender
    worker: str
    follow_ups: int
    silent_days: int
    alert: str
    more: dict[str, Any]


def coming_friday(scene: Scene) -> int:
    """Days until the next Friday, from 1 to 7."""
    return (3 - scene.today.weekday()) % 7 + 1


def ten(scene: Scene) -> list[Named]:
    """The ten named people, as they stand on the day of the scene."""
    inside, outside, freed = JusticeStatus.IN_CUSTODY, JusticeStatus.COMMUNITY, JusticeStatus.RELEASED
    male, female = Gender.MALE, Gender.FEMALE
    tilleuls, moulin = scene.prisons["tilleuls"], scene.prisons["moulin"]
    friday = scene.day(coming_friday(scene))
    return [
        Named("karim", "Karim", "B.", 31, male, "ines", 24, 2, "Pas d’hébergement à la sortie", {
            "nickname": "Kaki", "justice_status": inside, "prison": tilleuls, "expected_release_on": friday,
            "release_date_source": "Greffe", "release_date_noted_on": scene.day(-9), "languages": ["arabe", "français"],
            "rule": {"until_time": time(18), "from_time": time(9), "channels": ["phone", "in_person"]},
        }),
        Named("sofia", "Sofia", "L.", 24, female, "ines", 19, 5, "Chez elle chaque jour à 18 h", {
            "justice_status": outside, "languages": ["français", "portugais"], "rule": {
                **CALL_AND_TEXT, "from_time": time(13), "until_time": time(15), "no_voicemail": True,
                "address_is_confidential": True, "forbidden_third_party": "son ancien compagnon",
                "precautions": "appeler pendant la sieste de sa fille",
            },
        }),
        Named("marc", "Marc", "T.", 52, male, "ines", 21, 6, "", {
            "justice_status": freed, "languages": ["français"],
            "rule": {**CALL, "precautions": "sans adresse : son courrier se perd"},
        }),
        Named("nadia", "Nadia", "R.", 38, female, "ines", 16, 41, "", {
            "justice_status": inside, "prison": moulin, "expected_release_on": scene.day(76),
            "release_date_source": "SPIP", "release_date_noted_on": scene.day(-41), "languages": ["français"],
            "rule": {"channels": ["in_person"], "precautions": "courrier ouvert par l’établissement : rien d’intime"},
        }),
        Named("awa", "Awa", "D.", 29, female, "ines", 22, 3, "Séjour au lit 3 : la suite reste à trouver", {
            "justice_status": freed, "languages": ["wolof", "français"], "rule": CALL_AND_TEXT,
        }),
        Named("jean-noel", "Jean-Noël", "K.", 61, male, "ines", 18, 8, "Lit peu : dire à voix haute, écrire en grand", {
            "justice_status": freed, "languages": ["français"], "rule": CALL,
        }),
        Named("tarek", "Tarek", "A.", 27, male, "ines", 14, 4, "Lit l’arabe seulement : prévoir un interprète", {
            "justice_status": inside, "prison": tilleuls, "expected_release_on": scene.day(24),
            "release_date_source": "Greffe", "release_date_noted_on": scene.day(-4), "languages": ["arabe"],
        }),
        Named("elodie", "Élodie", "V.", 33, female, "ines", 17, 7, "", {
            "justice_status": outside, "languages": ["français"], "rule": CALL_AND_TEXT,
        }),
        Named("moussa", "Moussa", "S.", 45, male, "ines", 15, 10, "", {
            "justice_status": freed, "languages": ["peul", "français"], "rule": CALL_AND_TEXT,
        }),
        Named("le-grand", "", "", 0, male, "ines", 9, 1, "", {
            "nickname": "Le Grand", "justice_status": JusticeStatus.UNKNOWN, "intake_on": None,
            "rule": {"channels": ["in_person"], "precautions": "se tient près de la gare le soir, voir la maraude"},
        }),
    ]  # fmt: skip
