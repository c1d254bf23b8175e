"""The roles of an association, and what each may do: the whole policy on one screen.

Which *people* a user reaches is another question, answered by Beneficiary.objects.visible_to(user).
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in the association; a person may hold several."""

    CASEWORKER = "caseworker", _("Chargé·e d’insertion")
    COORDINATOR = "coordinator", _("Coordination")
    PROGRAM_LEAD = "program_lead", _("Responsable de programme")
    SHELTER_STAFF = "shelter_staff", _("Équipe d’hébergement")
    DIRECTOR = "director", _("Direction")
    TECHNICAL_ADMIN = "technical_admin", _("Administration technique")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Protection des données")
    PARTNER_MEMBER = "partner_member", _("Membre d’une structure partenaire")


class Permission(StrEnum):
    """What a role may do; each is asked for by a view or hides a field."""

    PERSON_LIST = "person.list"
    PERSON_WRITE = "person.write"
    PERSON_ASSIGN = "person.assign"
    PERSON_EXPORT = "person.export"  # take the list of people away as a table, with a reason
    FILE_CONTENT = "file.content"
    FILE_PROTECT = "file.protect"  # restricted files, exclusions, no-contact links
    FILE_EMERGENCY = "file.emergency"  # open for two hours, with a reason, a file of another team or a closed layer
    EMERGENCY_REVIEW = "emergency.review"  # read again, within a week, why files were opened in an emergency
    FILE_MERGE = "file.merge"
    FOLLOW_UP_WRITE = "follow_up.write"
    DIRECTORY_READ = "directory.read"
    DIRECTORY_WRITE = "directory.write"
    REFERRAL_READ = "referral.read"
    REFERRAL_WRITE = "referral.write"
    REFERRAL_ANSWER = "referral.answer"
    REFERRAL_REVIEW = "referral.review"  # read again, within a week, why a referral left without agreement
    REFERRAL_MODERATE = "referral.moderate"  # read, accept or refuse the people whom partners send to us
    REFERRAL_REPLY = "referral.reply"  # somebody of a partner: read as frozen, and answer, what it was sent
    PROGRAM_READ = "program.read"
    PROGRAM_ENROL = "program.enrol"
    EVENT_WRITE = "event.write"  # prepare and announce events, read who registered, check in at the door
    STAY_WRITE = "stay.write"  # book the places of the houses one runs, note arrivals and departures, decide requests
    PLAN_WRITE = "plan.write"  # every action plan and its committees; the staff of a plan write theirs without it
    AUDIT_READ = "audit.read"
    AGREEMENT_WRITE = "agreement.write"
    GRANT_READ = "grant.read"
    GRANT_WRITE = "grant.write"
    POST_WRITE = "post.write"  # employers, job offers, community-service and external-placement posts
    AID_READ = "aid.read"  # envelopes of emergency aid and what is left of them; people only as far as one sees them
    AID_ASK = "aid.ask"
    AID_CHECK = "aid.check"  # the second pair of eyes: pays, refuses, cancels; never what one has asked for oneself
    AID_FUND = "aid.fund"  # opens and closes envelopes
    MAIL_MANAGE = "mail.manage"  # mails that leave, of everybody: they say nothing of a person


P = Permission
CASEWORK = {P.PERSON_LIST, P.PERSON_WRITE, P.FILE_CONTENT, P.FOLLOW_UP_WRITE}
REFERRING = {P.REFERRAL_READ, P.REFERRAL_WRITE, P.REFERRAL_ANSWER}
READING = {P.DIRECTORY_READ, P.PROGRAM_READ}
MONEY = {P.AGREEMENT_WRITE, P.GRANT_READ, P.GRANT_WRITE, P.AID_READ, P.AID_CHECK, P.AID_FUND}

ROLE_PERMISSIONS: dict[str, set[Permission]] = {
    Role.CASEWORKER: CASEWORK | REFERRING | READING | {P.PROGRAM_ENROL, P.POST_WRITE, P.AID_READ, P.AID_ASK},
    Role.COORDINATOR: CASEWORK
    | REFERRING
    | READING
    | MONEY
    | {P.POST_WRITE, P.AID_ASK, P.REFERRAL_MODERATE, P.STAY_WRITE, P.PLAN_WRITE, P.EVENT_WRITE}
    | {P.FILE_PROTECT, P.FILE_EMERGENCY, P.FILE_MERGE}
    | {P.PROGRAM_ENROL, P.PERSON_ASSIGN, P.PERSON_EXPORT, P.DIRECTORY_WRITE, P.AUDIT_READ, P.MAIL_MANAGE},
    Role.PROGRAM_LEAD: READING
    | {P.REFERRAL_READ, P.REFERRAL_ANSWER, P.PROGRAM_ENROL, P.GRANT_READ, P.POST_WRITE, P.STAY_WRITE, P.EVENT_WRITE},
    Role.SHELTER_STAFF: READING | {P.REFERRAL_READ, P.REFERRAL_ANSWER, P.STAY_WRITE},
    Role.DIRECTOR: READING
    | MONEY
    | {P.PERSON_LIST, P.REFERRAL_READ, P.REFERRAL_REVIEW, P.FILE_EMERGENCY, P.MAIL_MANAGE, P.PLAN_WRITE, P.EVENT_WRITE},
    Role.TECHNICAL_ADMIN: READING | {P.DIRECTORY_WRITE, P.MAIL_MANAGE},
    Role.PARTNER_MEMBER: {P.REFERRAL_REPLY},
    Role.DATA_PROTECTION_OFFICER: READING | {P.AUDIT_READ, P.FILE_PROTECT, P.EMERGENCY_REVIEW, P.REFERRAL_REVIEW},
}

# Apps whose reference data a role manages in Django admin; no personal data is registered there.
ROLE_ADMIN_APPS: dict[str, set[str]] = {
    Role.TECHNICAL_ADMIN: {"accounts", "partners", "programs", "beneficiaries"},
    Role.COORDINATOR: {"partners", "programs"},
    Role.PROGRAM_LEAD: {"programs"},
}
