"""How many lines of an import are new, changed, wrong, and what was done with them."""

from collections import Counter
from typing import Any

from django.db.models import Count

from partners.models import DirectoryImport, ImportLine, LineKind, Outcome, Verdict

NOUNS = {LineKind.ORGANIZATION: "structures", LineKind.SERVICE: "services"}
WORDS = {
    Outcome.CREATED: "created",
    Outcome.UPDATED: "updated",
    Outcome.UNCHANGED: "unchanged",
    Verdict.ERROR: "refused",
    Verdict.UNCHANGED: "unchanged",
    Verdict.CONFLICT: "conflicts",
    Verdict.NEW: "new",
    Verdict.CHANGED: "changed",
}


def counts_of(job: DirectoryImport) -> dict[str, Counter[str]]:
    """By nature: created, updated, unchanged, refused; new, changed, conflicts while nothing is written yet."""
    counts: dict[str, Counter[str]] = {noun: Counter(dict.fromkeys(set(WORDS.values()), 0)) for noun in NOUNS.values()}
    rows: Any = ImportLine.objects.filter(directory_import=job).order_by()
    for kind, verdict, outcome, number in rows.values_list("kind", "verdict", "outcome").annotate(Count("pk")):
        word = WORDS.get(outcome) or WORDS.get(verdict)
        if word:
            counts[NOUNS[kind]][word] += number
    return counts
