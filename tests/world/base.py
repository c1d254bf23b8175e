"""What most pages need: a person and her file, a directory, a program, a shelter, referrals."""

import datetime as dt

from django.utils import timezone

from accounts.models import Team, User
from beneficiaries import merging
from beneficiaries.models import (
    JusticeStatus,
    Layer,
)
from partners import merging as cards
from programs.models import ProgramKind
from tests import factories as make
from tests.world.records import World


def build_base(amina: User, chloe: User, farid: User, gilles: User, nord: Team) -> World:
    """Make the records; Amina leads the person, Farid runs the training, Gilles the shelter."""
    today = timezone.localdate()
    make.AssociationFactory(name="Le Seuil", phone="01 99 00 00 00", email="contact@exemple.test")
    make.CommuneFactory()
    make.DepartmentFactory()
    prison = make.PrisonFactory(name="Maison d’arrêt des Tilleuls")
    person = make.BeneficiaryFactory(
        first_name="Zéphyrine",
        last_name="Canari",
        nickname="Plumette",
        team=nord,
        lead_worker=amina,
        created_by=amina,
        birth_date=dt.date(1994, 3, 2),
        languages=["français", "arabe"],
        phone="+33639980001",
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=prison,
        expected_release_on=today + dt.timedelta(days=3),
        release_date_source="greffe",
        release_date_noted_on=today,
        commune_code="59350",
        intake_on=today - dt.timedelta(days=90),
        last_contact_on=today - dt.timedelta(days=40),
    )
    make.ContactRuleFactory(beneficiary=person, precautions="Ne pas appeler après 18 h", updated_by=amina)
    follow_up = make.FollowUpFactory(beneficiary=person, author=amina, summary="Premier point.\n" * 8)
    make.ConfidentialNoteFactory(follow_up=follow_up, author=amina, readers=[chloe])
    organization = make.OrganizationFactory(name="Le Pont (fictif)", phone="+33199000001", email="pont@exemple.test")
    make.CardChangeFactory(organization=organization, by=chloe)
    service = make.ServiceFactory(organization=organization, name="Hébergement d’insertion", phone="+33199000002")
    child = make.ChildFactory(
        beneficiary=person, first_name="Petitcanari", unit_since=today - dt.timedelta(days=90), created_by=amina
    )
    make.ParentalAuthorityFactory(child=child, holder=person, name="", kind="mother", created_by=amina)
    program = make.ProgramFactory(name="CléA", staff=[farid])
    make.SessionFactory(program=program)
    shelter = make.ProgramFactory(name="Maison des Lampes", kind=ProgramKind.SHELTER, staff=[gilles])
    former = make.BeneficiaryFactory(team=nord, first_name="Plumette")
    make.CustomValueFactory(beneficiary=person, field__label="Canari de question", text="Réponse")
    old = timezone.now() - dt.timedelta(days=18)
    document = make.DocumentFactory(beneficiary=person, expires_on=today + dt.timedelta(days=40), uploaded_by=amina)
    goal = make.GoalFactory(beneficiary=person, created_by=amina)
    release = make.ReleaseFactory(beneficiary=person, created_by=amina)
    roof = make.ReadinessItemFactory(
        release=release, kind=make.ReadinessItemKindFactory(label="Toit pour la première nuit", theme="roof")
    )
    health = make.ReadinessItemKindFactory(label="Ordonnance et traitement", layer=Layer.HEALTH)
    past_release = make.ReleaseFactory(beneficiary=person, happened_on=today - dt.timedelta(days=400), created_by=amina)
    service_nord = make.ProbationServiceFactory(name="SPIP du Nord (fictif)", phone="+33199000004")
    measure = make.JusticeMeasureFactory(beneficiary=person, probation_service=service_nord, officer_name="Dominique")
    make.ReleaseDateRevisionFactory(beneficiary=person, by=chloe)
    agreement = make.AgreementFactory(organization=organization, responsible=chloe)
    grant = make.GrantFactory(granted=True, agreement=agreement)
    review = make.DirectoryImportFactory(counts={"structures": {"refused": 1}, "services": {}}, created_by=chloe)
    make.ImportLineFactory(directory_import=review)
    deposited = make.DirectoryImportFactory(
        state="columns", parts=[{"name": "liste.csv", "format": "csv", "separator": ";", "headings": ["Nom", "Ville"]}]
    )
    counts = {"structures": {"created": 3, "refused": 1}, "services": {"created": 5}}
    envelope = make.AidEnvelopeFactory(grant=grant, agreement=agreement, rules="Quarante euros au plus par personne.")
    aid = {"envelope": envelope, "beneficiary": person, "created_by": amina}
    employer = make.EmployerFactory(organization__name="Cuisine du Canal (fictive)", hosts=["job", "tig"])
    post = make.PostFactory(employer=employer)
    placement = make.PlacementFactory(beneficiary=person, kind="tig", hours_due=105, employer=employer)
    job = make.PlacementFactory(beneficiary=person, started_on=today - dt.timedelta(days=60), employer=employer)
    obligation = make.ObligationFactory(measure=measure, details="Le premier lundi du mois")
    campaign = make.UpdateCampaignFactory(created_by=chloe)
    make.FavouriteFactory(user=amina, service=service)
    make.UnansweredNeedFactory(need__beneficiary=person, need__created_by=amina, unmet__noted_by=amina)
    former_card = make.OrganizationFactory(name="Ancien Pont (fictif)")
    inbound_link = make.InboundLinkFactory(team=nord, created_by=chloe)
    make.PartnerMemberFactory()
    twin = make.BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Zéfirine", last_name="Canari")
    sent = make.ReferralFactory(sent=True, beneficiary=person, service=service, created_by=amina, sent_at=old)
    lapsed = make.ReferralFactory(lapsed=True, beneficiary=person, service=service, created_by=amina)
    group = make.NeedGroupFactory(beneficiary=person, created_by=amina)
    make.ReferralFactory(sent=True, beneficiary=person, created_by=amina, group=group)
    support = make.DeliverySessionFactory(delivery__referral__beneficiary=person).delivery
    reported, concluded = (
        make.DeliveryFactory(referral__beneficiary=person, referral__created_by=amina, sessions_agreed=1)
        for _report in range(2)
    )
    for delivery in (reported, concluded):
        make.DeliverySessionFactory(delivery=delivery)
        make.DeliveryOutcomeFactory(delivery=delivery, achievement="partly", comment="Une visite a eu lieu.")
        make.RemainingTaskFactory(report__delivery=delivery)
    concluded.report.submitted_at, concluded.report.submitted_by = timezone.now(), amina
    concluded.report.save()
    return World(
        amina=amina,
        chloe=chloe,
        farid=farid,
        gilles=gilles,
        nord=nord,
        prison=prison,
        visit_day=make.VisitDayFactory(worker=amina, prison=prison),
        person=person,
        follow_up=follow_up,
        alert=make.AlertFactory(beneficiary=person, created_by=amina),
        task=make.TaskFactory(beneficiary=person, assignee=amina),
        appointment=make.AppointmentFactory(beneficiary=person, worker=amina),
        custody=make.CustodyEpisodeFactory(beneficiary=person, prison=person.prison, officer_name="Dominique"),
        measure=measure,
        obligation=obligation,
        draft=make.DraftFactory(owner=amina, beneficiary=person),
        readiness_item=roof,
        health_item=make.ReadinessItemFactory(release=release, kind=health),
        impact=make.ReleaseImpactFactory(item=roof, noted_by=amina),
        checkpoint=make.OutcomeCheckpointFactory(release=past_release),
        organization=organization,
        service=service,
        contact=make.ContactFactory(organization=organization, name="Camille Exemple", phone="+33199000003"),
        partner_site=make.PartnerSiteFactory(organization=organization, opening_hours="Mo-Fr 09:00-12:00"),
        update_link=make.UpdateLinkFactory(organization=organization, created_by=chloe),
        card_proposal=make.CardProposalFactory(organization=organization, link__created_by=chloe),
        campaign=campaign,
        campaign_line=make.CampaignLineFactory(campaign=campaign, organization=organization),
        saved_search=make.SavedSearchFactory(user=amina),
        twin_organization=make.OrganizationFactory(name="Le Pont (fictif)", phone="+33199000001"),
        twin_service=make.ServiceFactory(organization=organization, name="Hébergement d’insertion"),
        card_merge=cards.merge(organization, former_card, by=chloe, at=timezone.now(), choices={}),
        team_note=make.TeamNoteFactory(service=service, author=amina, team=nord),
        program=program,
        enrolment=make.EnrolmentFactory(program=program, beneficiary=person, created_by=amina),
        stay=make.StayFactory(beneficiary=person, place=make.PlaceFactory(program=shelter), created_by=amina),
        place=make.PlaceFactory(program=shelter, unit="Appartement", takes_children=True),
        unavailability=make.UnavailabilityFactory(place=make.PlaceFactory(program=shelter), created_by=gilles),
        place_request=make.PlaceRequestFactory(beneficiary=person, program=shelter, created_by=amina),
        child=child,
        parent=make.ParentalAuthorityFactory(child=child, created_by=amina),
        pick_up=make.PickUpPersonFactory(child=child, created_by=amina),
        separation_step=make.SeparationStepFactory(child=child, created_by=amina),
        relative=make.RelativeFactory(beneficiary=person, created_by=amina),
        information_sheet=make.InformationSheetFactory(beneficiary=person, given_by=amina),
        consent=make.ConsentFactory(beneficiary=person, created_by=amina),
        referral=make.ReferralFactory(beneficiary=person, service=service, created_by=amina),
        need=make.NeedFactory(beneficiary=person, responsible=amina, created_by=amina),
        goal=goal,
        step=make.StepFactory(goal=goal, assignee=amina, due_on=today),
        plan_review=make.PlanReviewFactory(beneficiary=person, created_by=amina, next_on=today),
        hold=make.ReviewHoldFactory(beneficiary=person, created_by=amina),
        joint_review=make.JointReviewFactory(beneficiary=person, created_by=amina),
        sent=sent,
        twin_accepted=make.ReferralFactory(accepted=True, beneficiary=person, created_by=amina, group=group),
        lapsed=lapsed,
        override=make.ReferralConsentFactory(
            referral=make.ReferralFactory(sent=True, beneficiary=person, created_by=amina, consent="override"),
            form="override",
            basis="vital",
            reason="Danger de mort cette nuit, personne injoignable.",
        ).referral,
        question=make.QuestionFactory(referral=sent),
        late_reply=make.LateReplyFactory(referral=lapsed, comment="Une place en mai"),
        sheet=make.InterviewSheetFactory(beneficiary=person, printed_by=amina),
        collective=make.CollectiveContactFactory(author=amina),
        offered=make.HandedFileFactory(beneficiary=person, receiver=chloe, hand_over=make.HandOverFactory(giver=amina)),
        lent=make.HandedFileFactory(
            beneficiary=person,
            receiver=amina,
            hand_over=make.HandOverFactory(giver=chloe),
            status="accepted",
            answered_at=timezone.now(),
            answered_by=amina,
        ),
        reorientation=make.ReorientationFactory(beneficiary=twin, requested_by=amina),
        decided_reorientation=make.ReorientationFactory(decided=True, beneficiary=person, requested_by=amina),
        document=document,
        health_document=make.DocumentFactory(
            beneficiary=person,
            kind="health_cover",
            title="Ordonnance discrète",
            layer=Layer.HEALTH,
            expires_on=today,
            uploaded_by=amina,
        ),
        proof=make.ProofFactory(obligation=obligation, document=document, added_by=amina),
        twin=twin,
        merge=merging.merge(person, former, by=chloe, at=timezone.now(), choices={}, versions=(1, 1)),
        case_team_member=make.CaseTeamMemberFactory(beneficiary=person, created_by=amina),
        exclusion=make.ExclusionFactory(beneficiary=person, created_by=chloe),
        no_contact=make.NoContactLinkFactory(people=(person, make.BeneficiaryFactory()), created_by=chloe),
        emergency=make.EmergencyAccessFactory(
            beneficiary=person,
            user=chloe,
            starts_at=old,
        ),
        agreement=agreement,
        directory_import=review,
        deposited_import=deposited,
        running_import=make.DirectoryImportFactory(state="writing", done=320, total=1_200),
        done_import=make.DirectoryImportFactory(state="done", counts=counts, finished_at=timezone.now()),
        grant=grant,
        instalment=make.GrantInstalmentFactory(grant=grant),
        grant_report=make.GrantReportFactory(grant=grant),
        grant_use=make.GrantUseFactory(grant=grant),
        envelope=envelope,
        aid=make.AidPaymentFactory(**aid),
        proved_aid=make.AidPaymentFactory(paid=True, document=document, **aid),
        employer=employer,
        post=post,
        application=make.ApplicationFactory(beneficiary=person, post=post),
        placement=placement,
        work_hours=make.WorkHoursFactory(placement=placement, created_by=amina),
        job_check=make.JobCheckFactory(placement=job),
        inbound_link=inbound_link,
        inbound=make.InboundReferralFactory(link=inbound_link),
        supported=support.referral,
        reported=reported.referral,
        concluded=concluded.referral,
        received=make.ReferralFactory(sent=True, beneficiary=person, service=None, program=program, created_by=amina),
        mail=make.OutgoingMailFactory(by=amina),
        failed_mail=make.OutgoingMailFactory(by=amina, status="doubtful", attempts=2, problem="SMTPServerDisconnected"),
    )
