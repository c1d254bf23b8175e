"""The records of the small association that the tests visit."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.models import Team, User
from beneficiaries.models import (
    AidPayment,
    Alert,
    Application,
    Appointment,
    Beneficiary,
    CaseTeamMember,
    Child,
    CollectiveContact,
    Consent,
    CustodyEpisode,
    Document,
    Draft,
    EmergencyAccess,
    Exclusion,
    FollowUp,
    Goal,
    HandedFile,
    InformationSheet,
    InterviewSheet,
    JobCheck,
    JointReview,
    JusticeMeasure,
    Merge,
    Need,
    NoContactLink,
    Obligation,
    OutcomeCheckpoint,
    ParentalAuthority,
    PickUpPerson,
    Placement,
    PlanReview,
    Prison,
    Proof,
    ReadinessItem,
    Relative,
    ReleaseImpact,
    Reorientation,
    ReviewHold,
    SeparationStep,
    Step,
    Task,
    VisitDay,
    WorkHours,
)
from core.models import OutgoingMail
from partners.models import (
    Agreement,
    AidEnvelope,
    CampaignLine,
    CardMerge,
    CardProposal,
    Contact,
    DirectoryImport,
    Employer,
    Grant,
    GrantInstalment,
    GrantReport,
    Organization,
    Post,
    SavedSearch,
    Service,
    TeamNote,
    UpdateCampaign,
    UpdateLink,
)
from partners.models import Site as PartnerSite
from programs.models import Enrolment, GrantUse, Place, PlaceRequest, Program, Stay, Unavailability
from referrals.models import InboundLink, InboundReferral, LateReply, Question, Referral


@dataclass
class World:
    """Amina’s team and what it follows; every name is a canary that no title or URL may show."""

    amina: User
    chloe: User
    farid: User
    gilles: User
    nord: Team
    person: Beneficiary
    follow_up: FollowUp
    alert: Alert
    task: Task
    appointment: Appointment
    custody: CustodyEpisode
    measure: JusticeMeasure
    obligation: Obligation
    draft: Draft
    readiness_item: ReadinessItem
    health_item: ReadinessItem
    impact: ReleaseImpact
    checkpoint: OutcomeCheckpoint
    organization: Organization
    service: Service
    contact: Contact
    partner_site: PartnerSite
    update_link: UpdateLink
    card_proposal: CardProposal
    campaign: UpdateCampaign
    campaign_line: CampaignLine
    team_note: TeamNote
    saved_search: SavedSearch
    twin_organization: Organization
    twin_service: Service
    card_merge: CardMerge
    program: Program
    enrolment: Enrolment
    stay: Stay
    place: Place
    unavailability: Unavailability
    place_request: PlaceRequest
    child: Child
    parent: ParentalAuthority
    pick_up: PickUpPerson
    separation_step: SeparationStep
    relative: Relative
    information_sheet: InformationSheet
    consent: Consent
    referral: Referral
    sent: Referral
    need: Need
    goal: Goal
    step: Step
    plan_review: PlanReview
    hold: ReviewHold
    joint_review: JointReview
    received: Referral
    twin_accepted: Referral
    lapsed: Referral
    override: Referral
    question: Question
    late_reply: LateReply
    supported: Referral
    reported: Referral
    concluded: Referral
    mail: OutgoingMail
    failed_mail: OutgoingMail
    inbound_link: InboundLink
    inbound: InboundReferral
    case_team_member: CaseTeamMember
    exclusion: Exclusion
    no_contact: NoContactLink
    emergency: EmergencyAccess
    twin: Beneficiary
    sheet: InterviewSheet
    collective: CollectiveContact
    document: Document
    health_document: Document
    proof: Proof
    offered: HandedFile
    lent: HandedFile
    reorientation: Reorientation
    decided_reorientation: Reorientation
    merge: Merge
    prison: Prison
    visit_day: VisitDay
    agreement: Agreement
    directory_import: DirectoryImport
    deposited_import: DirectoryImport
    running_import: DirectoryImport
    done_import: DirectoryImport
    grant: Grant
    instalment: GrantInstalment
    grant_report: GrantReport
    grant_use: GrantUse
    envelope: AidEnvelope
    aid: AidPayment
    proved_aid: AidPayment
    employer: Employer
    post: Post
    application: Application
    placement: Placement
    work_hours: WorkHours
    job_check: JobCheck

    more: dict[str, models.Model] = field(default_factory=dict)

    def pk(self, name: str) -> Any:
        """Identifier of one of the records, by the name of its field; « =word » stands for itself."""
        if name.startswith("="):
            return name[1:]
        record: models.Model = self.more[name] if name in self.more else getattr(self, name)
        return record.pk
