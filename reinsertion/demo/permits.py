"""What goes with the appointments: permits, a day of visits, who takes part, a task that comes back."""

from datetime import timedelta

from beneficiaries.models import Appointment, AppointmentParticipant, Task, VisitDay, VisitPermit
from reinsertion.demo.scene import Scene

# (establishment, days for which Inès’s permit is still valid): the first is soon to be renewed.
PERMITS = [("tilleuls", 12), ("moulin", 240)]
# (person, days from today, name): beside Inès.
COMPANY = [("tarek", -1, "L’interprète (arabe)"), ("karim", 5, "Sa sœur"), ("marc", 0, "L’agent d’accueil du CCAS")]


def create_permits(scene: Scene) -> None:
    """Inès’s permits, her next day at the Vieux-Moulin, and what her appointments and tasks say besides."""
    ines, people = scene.staff["ines"], scene.people
    for key, days in PERMITS:
        VisitPermit.objects.create(id=scene.uid(), worker=ines, prison=scene.prisons[key], valid_until=scene.day(days))
    visit = VisitDay.objects.create(
        id=scene.uid(), worker=ines, prison=scene.prisons["moulin"], day=scene.day(6), submission=scene.uid()
    )
    rows = Appointment.objects.filter(worker=ines)
    rows.filter(beneficiary=people["nadia"], starts_at__gte=scene.moment(scene.day(6), 0)).update(
        visit_day=visit, mode="visit", duration_minutes=45, place_in_calendar=True
    )
    for key, offset, name in COMPANY:
        day = scene.moment(scene.day(offset), 0)
        for row in rows.filter(beneficiary=people[key], starts_at__range=(day, day + timedelta(days=1))):
            AppointmentParticipant.objects.create(appointment=row, name=name)
    tasks = Task.objects.filter(assignee=ines)
    tasks.filter(beneficiary=people["nadia"], due_on=scene.day(6)).update(
        every=4, rhythm="weeks", series_from=scene.day(6), until=scene.day(180)
    )
    tasks.filter(beneficiary=people["tarek"], due_on=scene.day(3)).update(remind_on=scene.today)
