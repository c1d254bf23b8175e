"""What each column of a file is for: guessed from its name, from the old names of data·inclusion, from its dates."""

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.exchange.sniffing import JSON, Part
from partners.models.folding import fold

STRUCTURES, SERVICES, SKIPPED = "structures", "services", "skipped"
IGNORED = "__ignore__"
JOINED = {"conditions_acces", "description"}
SIGNS = re.compile(r"[^a-z0-9]+")
OLD_NAMES = {"profils", "typologie", "types", "zone_diffusion_code", "presentation_resume"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")

COMMON: dict[str, str | Promise] = {
    "source": _("Source"),
    "id": _("Identifiant"),
    "nom": _("Nom"),
    "date_maj": _("Date de mise à jour"),
    "description": _("Description"),
    "lien_source": _("Lien vers la fiche d’origine"),
    "adresse": _("Adresse"),
    "complement_adresse": _("Complément d’adresse"),
    "commune": _("Commune"),
    "code_postal": _("Code postal"),
    "code_insee": _("Code INSEE"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "telephone": _("Téléphone"),
    "courriel": _("Courriel"),
    "horaires_accueil": _("Horaires"),
}
FIELDS: dict[str, dict[str, str | Promise]] = {
    STRUCTURES: {
        **COMMON,
        "siret": _("SIRET"),
        "site_web": _("Site internet"),
        "accessibilite_lieu": _("Fiche d’accessibilité"),
        "reseaux_porteurs": _("Réseaux"),
        "pays": _("Pays (code de deux lettres)"),
    },
    SERVICES: {
        **COMMON,
        "structure_id": _("Identifiant de la structure"),
        "type": _("Type"),
        "thematiques": _("Thématiques"),
        "frais": _("Frais"),
        "frais_precisions": _("Précisions sur les frais"),
        "publics": _("Publics"),
        "publics_precisions": _("Précisions sur les publics"),
        "conditions_acces": _("Conditions d’accès"),
        "modes_accueil": _("Modes d’accueil"),
        "zone_eligibilite": _("Zone d’éligibilité"),
        "lien_mobilisation": _("Lien pour mobiliser"),
        "modes_mobilisation": _("Comment mobiliser"),
        "mobilisable_par": _("Mobilisable par"),
        "mobilisation_precisions": _("Précisions pour mobiliser"),
        "volume_horaire_hebdomadaire": _("Heures par semaine"),
        "nombre_semaines": _("Nombre de semaines"),
        "langues": _("Langues parlées (codes)"),
        "sexe": _("Réservé aux (women, men)"),
        "age_min": _("Âge minimum"),
        "age_max": _("Âge maximum"),
        "enfants_bienvenus": _("Enfants accueillis"),
        "papiers": _("Papiers à apporter (codes)"),
        "capacite": _("Nombre de places"),
        "places_libres": _("Places libres"),
        "places_libres_le": _("Places comptées le"),
        "ferme_du": _("Fermé à partir du"),
        "ferme_au": _("Fermé jusqu’au"),
        "motif_fermeture": _("Raison de la fermeture"),
    },
}
LABELS: dict[str, str | Promise] = {**FIELDS[STRUCTURES], **FIELDS[SERVICES]}
# Names of version 0 of data·inclusion, of other directories, and what people call things.
OTHER_NAMES: dict[str, str] = {
    "id": "identifiant code ref reference numero id_structure structure_identifiant id_service identifiant_unique",
    "nom": "name denomination raison_sociale nom_structure nom_de_la_structure structure association organisme "
    "intitule nom_service nom_du_service service titre",
    "date_maj": "maj mise_a_jour date_de_mise_a_jour date_mise_a_jour derniere_mise_a_jour updated_at last_modified "
    "date_modification modifie_le",
    "description": "presentation_resume presentation_detail presentation resume descriptif",
    "lien_source": "source_url url_source",
    "adresse": "adresse_1 adresse1 rue voie address address_1 adresse_postale",
    "complement_adresse": "adresse_2 adresse2 complement complement_d_adresse address_2",
    "commune": "ville city localite nom_commune",
    "code_postal": "cp postal_code codepostal",
    "code_insee": "insee insee_commune code_commune",
    "latitude": "lat",
    "longitude": "lon lng long",
    "telephone": "tel phone numero_de_telephone telephone_fixe telephone_accueil",
    "courriel": "mail e_mail email adresse_mail adresse_electronique courriel_contact",
    "horaires_accueil": "horaires horaires_ouverture heures_d_ouverture opening_hours recurrence",
    "siret": "numero_siret n_siret siret_structure",
    "site_web": "site site_internet website url web",
    "accessibilite_lieu": "accessibilite",
    "reseaux_porteurs": "typologie labels_nationaux reseaux reseau label",
    "pays": "country code_pays",
    "structure_id": "id_structure structure identifiant_structure organization_id",
    "type": "types type_de_service",
    "thematiques": "thematique themes theme besoins",
    "frais": "cout tarif prix",
    "frais_precisions": "frais_autres precisions_frais",
    "publics": "profils public publics_vises",
    "publics_precisions": "profils_precisions precisions_public",
    "conditions_acces": "pre_requis justificatifs conditions conditions_d_acces prerequis pieces_a_fournir",
    "modes_accueil": "mode_accueil accueil",
    "zone_eligibilite": "zone_diffusion_code zone_diffusion zone territoire",
    "lien_mobilisation": "prise_rdv formulaire_en_ligne page_web lien",
    "modes_mobilisation": "modes_orientation_beneficiaire modes_orientation_accompagnateur modes_orientation",
    "mobilisation_precisions": "modes_orientation_beneficiaire_autres modes_orientation_accompagnateur_autres",
    "langues": "langue languages",
    "age_min": "age_minimum minimum_age",
    "age_max": "age_maximum maximum_age",
    "capacite": "places nombre_de_places capacity",
}


def plain_name(heading: str) -> str:
    """« N° de téléphone » becomes « n_de_telephone »."""
    return SIGNS.sub("_", fold(heading)).strip("_")


def known_as(kind: str) -> dict[str, str]:
    """Plain names and the field each stands for."""
    names: dict[str, str] = {}
    for field in FIELDS[kind]:
        for name in OTHER_NAMES.get(field, "").split():
            names.setdefault(name, field)
        names.setdefault(plain_name(str(LABELS[field])), field)
    names.update({field: field for field in FIELDS[kind]})
    if kind == SERVICES:
        names.update({"structure": "structure_id", "id_structure": "structure_id"})
    return names


def guess_kind(headings: Sequence[str]) -> str:
    """Services name their structure; a table without a name is none of ours."""
    names = {plain_name(heading) for heading in headings}
    if names & {"structure_id", "id_structure", "identifiant_structure", "organization_id"}:
        return SERVICES
    known = known_as(STRUCTURES)
    found = {known[name] for name in names if name in known}
    return STRUCTURES if "nom" in found and len(found) > 1 else SKIPPED


def guess_columns(headings: Sequence[str], kind: str) -> list[str]:
    """A field for each heading, or nothing; no field twice but those that two columns may tell."""
    known = known_as(kind)
    columns: list[str] = []
    for heading in headings:
        name = IGNORED if heading.strip() == IGNORED else known.get(plain_name(heading), "")
        columns.append("" if name in columns and name not in JOINED else name)
    exact = {heading.strip(): heading.strip() for heading in headings if heading.strip() in FIELDS[kind]}
    columns = [
        "" if name in exact and heading.strip() != name and name not in JOINED else name
        for heading, name in zip(headings, columns, strict=True)
    ]
    for index, heading in enumerate(headings):
        if heading.strip() in exact and heading.strip() not in columns:
            columns[index] = heading.strip()
    if "date_maj" not in columns:
        dated = [index for index, heading in enumerate(headings) if DAY.fullmatch(heading.strip())]
        if dated:
            columns[dated[0]] = "date_maj"
    return columns


def guess(part: Part) -> Part:
    """The part with what its columns are for; a JSON file already in the words of data·inclusion needs nothing."""
    if part.format == JSON:
        old = not {"id", "nom", "date_maj"} <= {*part.headings} or OLD_NAMES & {*part.headings}
        if part.headings and old:
            kind = guess_kind(part.headings)
            part.kind = STRUCTURES if kind == SKIPPED else kind
            part.columns = guess_columns(part.headings, part.kind)
        return part
    part.kind = guess_kind(part.headings)
    if part.kind != SKIPPED:
        part.columns = guess_columns(part.headings, part.kind)
    return part


def heading_row(lines: Sequence[Sequence[str]]) -> int | None:
    """The first line with two known headings, else the first with two filled cells."""
    known = {*known_as(STRUCTURES), *known_as(SERVICES)}
    for index, cells in enumerate(lines):
        if len({plain_name(cell) for cell in cells} & known) > 1:
            return index
    for index, cells in enumerate(lines):
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return index
    return None
