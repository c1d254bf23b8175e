"""Two imports of the directory: one over, with its report; one that waits for somebody to look."""

from pathlib import Path
from tempfile import TemporaryDirectory

from partners.exchange.running import Worker, start_writing
from partners.importing import parts_at
from partners.models import DirectoryImport, ImportState, Organization
from reinsertion.demo.scene import Scene

SOURCE = "points-d-appui"
HEADINGS = "Nom;Adresse;CP;Ville;Code INSEE;Tel;Site internet;Présentation"
LILLE_SUD = (
    "Point d’appui Lille-Sud (fictif);12 rue des Deux-Lunes;59000;Lille;59350;{phone};"
    "https://lille-sud.exemple.test;Écrivain public et ordinateurs, sans rendez-vous."
)
ROUBAIX = "Point d’appui de l’Alma (fictif);4 rue du Vieux-Moulin;59100;Roubaix;59512;01 99 00 20 12;;{words}"
TOURCOING = (
    "Bagagerie du Fresnoy (fictif);31 rue des Capucines;59200;Tourcoing;59599;01 99 00 20 13;"
    ";Casiers fermés, douche et prises de courant."
)
WRONG = "Vestiaire des Écluses (fictif);7 quai des Écluses;5900X;Lille;59350;01 99 00 20 14;;"
NEW = (
    "Atelier vélo du Canal (fictif);2 chemin de Halage;59100;Roubaix;59512;01 99 00 20 15;"
    ";Un vélo remis en état pour aller travailler."
)
FIRST = [LILLE_SUD.format(phone="01 99 00 20 11"), ROUBAIX.format(words="Aide aux démarches."), TOURCOING, WRONG]
SECOND = [
    LILLE_SUD.format(phone="01 99 00 20 41"),
    ROUBAIX.format(words="Aide aux démarches, le mardi et le jeudi."),
    TOURCOING,
    WRONG,
    NEW,
]


def create_imports(scene: Scene) -> None:
    """A list received last week and imported; the same list sent again, which differs from what was corrected here."""
    bring(scene, "Points d’appui de la métropole.csv", FIRST, days_ago=9, over=True)
    Organization.objects.filter(source=SOURCE, name__startswith="Point d’appui Lille-Sud").update(
        phone="+33199002031", checked_on=scene.day(-4), checked_by=scene.staff["lea"]
    )
    bring(scene, "Points d’appui, liste corrigée.csv", SECOND, days_ago=1, over=False)


def bring(scene: Scene, name: str, lines: list[str], *, days_ago: int, over: bool) -> None:
    """Deposit a table and let the work be done, up to the end or up to the check."""
    at = scene.moment(scene.day(-days_ago), 10)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join([HEADINGS, *lines]), encoding="utf-8")
        parts = [part.as_json() | {"source": SOURCE} for part in parts_at(path)]
        job = DirectoryImport(id=scene.uid(), name=name, parts=parts, created_by=scene.staff["lea"])
        job.save()
        job.start_reading(by=None, at=at)
        work(job)
    if over:
        start_writing(job, by=None)
        work(job)
        job.finished_at = at
    job.created_at = at  # only now: a record is of the day of its import, and none is of tomorrow
    job.parts = [part | {"path": ""} for part in job.parts]
    job.save(update_fields=["created_at", "finished_at", "parts"])


def work(job: DirectoryImport) -> None:
    """What the worker does by itself."""
    worker = Worker()
    while job.is_running:
        worker.step(only=job.pk)
        job.refresh_from_db()
    if job.state == ImportState.FAILED:
        raise RuntimeError(job.failure)
