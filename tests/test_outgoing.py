"""Every place that lets something out asks the door: beneficiaries/reaching.py.

A sheet, a message or an export is listed here with the module that makes it; and nobody else reads a person’s phone,
e-mail or address, so that a new place cannot forget the door.
"""

import re

from tests.test_consistency import MODULES, ROOT, TEMPLATES, relative, source

# Template that leaves the house → module that fills it.
OUTGOING: dict[str, str] = {
    "templates/casework/person_family_print.html": "casework/views/family.py",
    "templates/casework/release_passport.html": "casework/views/release_passport.py",
    "templates/casework/person_plan_print.html": "casework/views/plan.py",
    "templates/casework/proof_packet.html": "casework/views/proof_packet.py",
    "templates/programs/project_print.html": "programs/views/projects/project.py",
    "templates/referrals/referral_print.html": "referrals/views/referrals.py",
}
# A message or a question on screen to who works here, or a sheet that stays where they work.
STAYS_SILENT: set[str] = {
    "templates/beneficiaries/task_done_message.html",
    "templates/beneficiaries/person_export.html",
    "templates/beneficiaries/outcome_noted_message.html",
    "templates/beneficiaries/readiness_message.html",
    "templates/casework/person_release_passport.html",
    "templates/programs/creche_sheet.html",
}
LEAVES = re.compile(r"(_print|_sheet|_passport|_packet|_message|_export)\.(html|txt|typ)$|/emails?/")

# Where a person’s own phone, e-mail and address are read: screens of the team and the comparison of files.
READERS: set[str] = {
    "beneficiaries/reaching.py",
    "beneficiaries/similar.py",
    "templates/casework/person_file_contact.html",
}
CONTACT = re.compile(r"\b(?:person|beneficiary|stored|match\.person)(?:\.|__)(?:phone|email|address)\b")

# The door itself, and what leaves with a referral, which asks it.
DOOR = re.compile(r"from (beneficiaries\.reaching|referrals\.previewing) import")

# What prints, makes a file or writes to somebody, and carries nothing of how to reach a person.
MAKES = re.compile(
    r"AuditAction\.PRINTED|FileResponse|application/pdf|text/calendar|Content-Disposition"
    r"|django\.core\.mail import|core\.outgoing"
)
CARRIES_NO_CONTACT: dict[str, str] = {
    "accounts/views/association.py": "the logo",
    "partners/actions.py": "the journal of who exported the directory",
    "partners/views/exports.py": "the directory of partners",
    "partners/views/imports.py": "the report of an import of partners",
    "beneficiaries/models/document_kind.py": "the formats that a document may have",
    "beneficiaries/views/aid.py": "the proof of an expense, for who checks it",
    "beneficiaries/views/document.py": "a file as it was received, for who may open it",
    "beneficiaries/reminders.py": "mails to the staff",
    "beneficiaries/views/calendar.py": "hours and places, nobody’s name",
    "beneficiaries/views/export.py": "the list of people, without a way to reach them",
    "beneficiaries/views/sheet.py": "initials and a code",
    "beneficiaries/views/visit.py": "the worker’s own route sheet: whom to see and where",
    "programs/models/event/letters.py": "mails to those who registered for an event",
    "programs/models/training/scan.py": "the format of a signed sheet",
    "programs/views/action_plan/minutes.py": "what a committee decided, about nobody",
    "programs/views/events/public.py": "the hours of a public event",
    "programs/views/session_papers.py": "names and hours, signed in the room",
    "casework/file/readers.py": "counts what was printed",
    "casework/views/readers.py": "who read the file, for the person",
    "casework/views/unmet_needs.py": "figures about nobody",
    "core/delivery/transports.py": "carries the mails that were written elsewhere",
    "core/delivery/worker.py": "the same",
    "core/management/commands/send_mail.py": "the same",
    "beneficiaries/emergency.py": "mails to the staff",
    "partners/freshness/searches.py": "mails to the staff",
    "programs/views/projects/steps.py": "the picture of a page that its holder makes public",
    "referrals/digest.py": "mails to the staff",
    "referrals/models/letters.py": "mails to the recipient of a referral, about nobody",
    "referrals/views/chasing.py": "a letter about nobody",
    "referrals/views/figures.py": "figures about nobody",
    "partners/freshness/letters.py": "mails to partners about their own card",
    "referrals/models/inbound_letters.py": "mails to senders, nobody’s name",
    "referrals/views/answering.py": "documents chosen one by one, to whom the referral was sent",
    "core/models/audit.py": "the words of the journal",
}


def test_each_sheet_and_message_asks_the_door():
    leaving = {relative(p) for p in [*TEMPLATES, *(ROOT / "templates").rglob("*.t??")] if LEAVES.search(relative(p))}
    about_people = {
        name for name in leaving if not name.startswith(("templates/account/", "templates/accounts/"))
    } - STAYS_SILENT
    assert about_people == set(OUTGOING), "list it in OUTGOING, and ask the door in the module that fills it"
    for template, module in OUTGOING.items():
        text = source(ROOT / module)
        assert template.removeprefix("templates/") in text, template
        assert DOOR.search(text), module
        assert not CONTACT.search(source(ROOT / template)), template


def test_nobody_reads_how_to_reach_a_person_but_through_the_door():
    found = {relative(p) for p in [*MODULES, *TEMPLATES] if CONTACT.search(source(p))}
    assert found == READERS


def test_whatever_prints_makes_a_file_or_writes_asks_the_door_or_carries_no_contact():
    making = {relative(p) for p in MODULES if MAKES.search(source(p))}
    asking = {name for name in making if DOOR.search(source(ROOT / name))}
    assert making - asking == set(CARRIES_NO_CONTACT) & making, "ask beneficiaries.reaching before it leaves"
