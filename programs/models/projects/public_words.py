"""What a page read by everybody must not say: anything of justice, or a name that the holder keeps."""

import re
from copy import copy

from django.utils.translation import gettext as _

from beneficiaries.models import Beneficiary
from beneficiaries.reaching import is_neutral
from core.errors import DomainError
from partners.models.folding import fold
from programs.models.projects.shown import ShownAs

# Beginnings of words, folded: « détenu », « incarcérée », « ex-détenue », « sous main de justice ».
OF_JUSTICE = re.compile(
    r"\b(prison\w*|detenu\w*|detention|incarcer\w*|ecrou\w*|penitentiair\w*|carceral\w*|condamn\w*|spip|dpip|cpip|pjj"
    r"|probation\w*|sursis|bracelets? electroniques?|ddse|maisons? d.arret|centres? de detention|cellules?"
    r"|semi.libert\w*|liberation conditionnelle|sortie?s? de prison|sortante?s? de prison|casiers? judiciaires?|delits?"
    r"|delinqu\w*|recidiv\w*|tribuna(?:l|ux)|juges?|justice|judiciaires?|peines? de|travail d.interet general|tig"
    r"|garde a vue|parloirs?)\b"
)

# Any telephone or e-mail, whoever’s it is: the association passes messages on.
A_WAY = re.compile(r"(?:\+\d{2}|\b0)[ .-]?\d(?:[ .-]?\d{2}){4}\b|\S@\S+\.\w")


def require_public(person: Beneficiary, text: str, shown_as: str) -> None:
    """Refuse words about justice, ways to reach the person, and the names that the holder did not choose to show."""
    words = fold(text)
    if found := OF_JUSTICE.search(words):
        said = _("« %(word)s » parle de la justice : cette page est lue par tout le monde, écrivez-le autrement.")
        raise DomainError(said % {"word": found.group(0)})
    nameless = copy(person)
    nameless.first_name = nameless.last_name = nameless.nickname = ""
    if A_WAY.search(text) or not is_neutral(nameless, text):
        raise DomainError(_("Pas de téléphone, de courriel ni d’adresse : c’est l’association qui transmet."))
    kept = {person.last_name} if shown_as != ShownAs.NAME else set()
    if shown_as in {ShownAs.PSEUDONYM, ShownAs.NOBODY}:
        kept |= {person.first_name, person.nickname}
    told = set(re.findall(r"\w+", words))
    if any(len(name) > 2 and set(re.findall(r"\w+", fold(name))) <= told for name in kept):
        raise DomainError(_("Le texte dit un nom que la personne n’a pas choisi de montrer."))
