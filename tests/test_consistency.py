"""The rules of the house that a machine can check."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories

ROOT = Path(__file__).resolve().parent.parent
APPS = ["core", "accounts", "partners", "beneficiaries", "programs", "referrals", "casework", "reinsertion"]
OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
MODULES = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PERSONAL = {"beneficiaries", "referrals"}
PERSONAL_MODELS = {
    "programs.addressreader",
    "programs.absencerun",
    "programs.attendance",
    "programs.attendanceevent",
    "programs.enrolment",
    "programs.eventregistration",
    "programs.legalquestion",
    "programs.slotbooking",
    "programs.enrolmentevent",
    "programs.enrolmentgoal",
    "programs.evaluation",
    "programs.placeevent",
    "programs.placerequest",
    "programs.protectedaddress",
    "programs.project",
    "programs.projectevent",
    "programs.publicpage",
    "programs.sessionscan",
    "programs.stay",
    "programs.unitresult",
    "programs.validation",
}
REFERENCE_LISTS = {
    "beneficiaries.customfield",
    "beneficiaries.prison",
    "beneficiaries.probationservice",
    "beneficiaries.readinessitemkind",
}


def relative(path: Path) -> str:
    """Path as a reader of the failure wants it."""
    return str(path.relative_to(ROOT))


@cache
def source(path: Path) -> str:
    """Text of a file of ours."""
    return path.read_text()


def test_no_module_passes_400_lines():
    assert [relative(p) for p in MODULES if source(p).count("\n") > 400] == []


def test_no_template_passes_150_lines():
    assert [relative(p) for p in TEMPLATES if source(p).count("\n") > 150] == []


def test_no_module_has_a_name_that_says_nothing():
    banned = {"utils", "helpers", "services", "common", "misc", "mixins"}
    assert [relative(p) for p in MODULES if p.stem in banned] == []


def test_each_module_class_and_model_method_says_what_it_is_for():
    silent = []
    for path in MODULES:
        tree = ast.parse(source(path))
        silent += [relative(path)] if not ast.get_docstring(tree) else []
        for node in ast.walk(tree):
            named = isinstance(node, ast.ClassDef) and node.name not in {"Meta", "Media"}
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "models" in path.parts
            if (named or public) and not ast.get_docstring(node):
                silent.append(f"{relative(path)}:{node.name}")
    assert silent == []


def test_each_template_is_used():
    texts = "\n".join(source(p) for p in [*MODULES, *TEMPLATES])
    by_package = {"django", "account", "admin", "bootstrap5", "errors", "core", "allauth", "mfa"}
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        if (
            name.split("/")[0] not in by_package
            and name not in {"403.html", "404.html", "500.html", "400.html"}
            and name not in texts
        ):
            unused.append(name)
    assert unused == []


def test_each_tag_library_loaded_is_used():
    unused = []
    for path in TEMPLATES:
        text = source(path)
        for libraries in re.findall(r"{% load ([^%]+) %}", text):
            for library in libraries.partition(" from ")[0].split():
                names = library_names(library)
                if names and not any(re.search(rf"{{%-? *{n}\b|\|{n}\b", text) for n in names):
                    unused.append(f"{relative(path)}: {library}")
    assert unused == []


def library_names(library: str) -> set[str]:
    """Tags and filters of a template library."""
    found = engines["django"].engine.template_libraries.get(library)
    return {*found.tags, *found.filters} if found else set()


def test_no_template_chooses_a_colour_by_a_bootstrap_class():
    colour = re.compile(
        r"\b(?:text|bg|border|btn|btn-outline|alert|badge|link|table|text-bg)-(?:primary|secondary|success|danger|warning|info|light|dark)\b"
    )
    ours = {"btn-primary", "btn-secondary", "btn-danger"}
    chosen = [f"{relative(p)}: {m}" for p in TEMPLATES for m in colour.findall(source(p)) if m not in ours]
    assert chosen == []


def test_no_template_carries_a_script_or_a_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", re.I)
    assert [relative(p) for p in TEMPLATES if "emails" not in p.parts and inline.search(source(p))] == []


def test_no_text_is_marked_safe():
    # The form pack hands over HTML that it has made itself.
    listed = {"templates/bootstrap5/layout/formactions.html", "templates/bootstrap5/layout/help_text_and_errors.html"}
    marked = [
        relative(p)
        for p in [*MODULES, *TEMPLATES]
        if re.search(r"mark_safe|\|safe\b|autoescape off", source(p)) and relative(p) not in listed
    ]
    assert marked == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_each_model_keeps_the_house_rules(model):
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}("), "docstring"
    assert "__str__" in vars(model), "__str__"
    assert not model._meta.ordering, "no Meta.ordering: each list states its order"
    assert hasattr(factories, f"{model.__name__}Factory"), "a factory"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_each_choice_is_also_refused_by_the_database(model):
    guarded = " ".join(f"{c.name} {getattr(c, 'condition', '')}" for c in model._meta.constraints)
    for field in model._meta.local_fields:
        inner = getattr(field, "base_field", field)
        if inner.choices:
            assert field.name in guarded, f"{field.name} has choices and no constraint"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_each_refusal_of_the_database_has_words(model):
    silent = [c.name for c in model._meta.constraints if c.violation_error_message == c.default_violation_error_message]
    assert silent == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_nothing_that_matters_is_deleted_by_a_cascade(model):
    cascading = {
        f"{model._meta.label}.{field.name}"
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading <= {
        "beneficiaries.Draft.owner",
        "beneficiaries.Draft.beneficiary",
        "beneficiaries.Proof.obligation",
        "partners.TrackRecord.organization",  # counted again from the referrals
        "partners.TrackRecord.service",
    }


def test_no_personal_data_is_registered_in_the_admin():
    registered = {model._meta.label_lower for model in admin.site._registry}
    personal = (
        {m._meta.label_lower for m in OUR_MODELS if m._meta.app_label in PERSONAL}
        | PERSONAL_MODELS
        | {"core.auditentry"}
    )
    assert registered & (personal - REFERENCE_LISTS) == set()


def test_migrations_have_names():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    unnamed = [
        f"{app}.{name}"
        for app, name in loader.disk_migrations
        if app in APPS and re.search(r"_auto_|\d{4}_(?!initial)\d", name)
    ]
    assert unnamed == []


def test_a_person_is_only_reached_through_visible_to():
    """In views, forms and filters, the manager of a personal model is followed by visible_to, or by a creating verb."""
    names = {m.__name__ for m in OUR_MODELS if m._meta.app_label in PERSONAL or m._meta.label_lower in PERSONAL_MODELS}
    names -= {"CustomField", "Prison", "ProbationService", "FileCounter", "ReadinessItemKind"}
    verbs = r"\w+_to|\w+_by|visible_in|known_by_number|of|register|prepare|apply|enrol|book|book_together|keep|log|none"
    allowed = re.compile(rf"\.objects\.({verbs})\(")
    leaks = []
    for path in MODULES:
        if (
            {"views", "forms"} & set(path.parts)
            or path.stem in {"filters", "search"}
            or path.is_relative_to(ROOT / "casework")
        ):
            for match in re.finditer(rf"\b({'|'.join(names)})\.objects\.\w+\(", source(path)):
                if not allowed.search(match.group(0)):
                    leaks.append(f"{relative(path)}: {match.group(0)}")
    assert leaks == []


def views() -> dict[str, object]:
    """Our views by URL name."""

    def walk(resolver: URLResolver, namespace: str) -> None:
        for item in resolver.url_patterns:
            if isinstance(item, URLResolver):
                walk(item, f"{namespace}{item.namespace}:" if item.namespace else namespace)
            elif isinstance(item, URLPattern) and not namespace.startswith("admin"):
                found[f"{namespace}{item.name}"] = item.callback

    found: dict[str, object] = {}
    walk(get_resolver(), "")
    return found


def test_each_view_of_ours_says_which_methods_it_answers():
    open_to_all = []
    for name, view in views().items():
        module = inspect.getmodule(inspect.unwrap(view))
        if module and module.__name__.split(".")[0] in APPS:
            code = inspect.getsource(inspect.unwrap(view))
            if not re.search(r"@require_(safe|POST|GET|http_methods)", code):
                open_to_all.append(name)
    assert open_to_all == []


def test_the_repository_speaks_of_the_product_alone():
    """No registry’s host name, no path of a machine."""
    kinds = {".py", ".html", ".md", ".toml", ".txt", ".yml", ".css", ".js", ".sh", ""}
    files = [
        p for p in ROOT.rglob("*") if p.is_file() and p.suffix in kinds and not {".git", ".venv", "var"} & set(p.parts)
    ]
    words = re.compile("py" + r"pi\.org|files\.pythonhosted|npm" + r"js\.|deb\.debian\.org")
    named = [relative(p) for p in files if "cache" not in str(p) and words.search(p.read_text(errors="ignore"))]
    assert named == []
