"""The pages of a link: what is asked of the partner, what it says. Reading changes nothing; each answer is a POST."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from core.throttle import too_often
from referrals.answering.answers import BY_SLUG, Answer, give
from referrals.answering.asked import Asked, asked_by_link
from referrals.answering.forms import AnswerForm, QuestionForm
from referrals.answering.letters import renew
from referrals.models import LinkPurpose, Question, ReferralLink
from referrals.views.by_link import by_link, language_asked, languages_offered, private

RENEWALS_PER_HOUR = 10
# A document is downloaded, never shown by the browser in our name.
HANDED_OVER = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store, private"}


@dataclass(frozen=True)
class Room:
    """Where the pages stand: their addresses, the layout around them, by which link an answer is given."""

    asked: Asked
    home: str
    step: Callable[[str], str]
    file: Callable[[UUID], str]
    link: Callable[[datetime], ReferralLink]
    layout: str = "base_public.html"


def link_of(token: str, now: datetime) -> ReferralLink | None:
    """The link of a token, whatever it is for."""
    answering = ReferralLink.objects.opened_by(token, now=now)
    outcome = ReferralLink.objects.opened_by(token, now=now, purpose=LinkPurpose.OUTCOME)
    return answering or outcome


by_referral_link = by_link(link_of, purpose="referral-link", gone="referrals/answer_gone.html")


def room_of(token: str, link: ReferralLink) -> Room:
    """The pages of a link."""
    return Room(
        asked=asked_by_link(link),
        home=reverse("referrals:answer", args=[token]),
        step=lambda slug: reverse("referrals:answer-step", args=[token, slug]),
        file=lambda pk: reverse("referrals:answer-file", args=[token, pk]),
        link=lambda _at: link,
    )


@require_safe
@by_referral_link
def answer(request: HttpRequest, token: str, link: ReferralLink) -> HttpResponse:
    """What was sent, what stands, what can be said."""
    return shown(request, room_of(token, link))


@require_http_methods(["GET", "HEAD", "POST"])
@by_referral_link
def answer_step(request: HttpRequest, token: str, link: ReferralLink, slug: str) -> HttpResponse:
    """One answer, or a question."""
    return step(request, room_of(token, link), slug)


@require_safe
@by_referral_link
def answer_file(request: HttpRequest, token: str, link: ReferralLink, pk: UUID) -> HttpResponse:
    """A document that left with the referral."""
    return handed_over(request, room_of(token, link), pk)


@login_not_required
@never_cache
@require_POST
@sensitive_variables("token")
def answer_renew(request: HttpRequest, token: str) -> HttpResponse:
    """« Recevoir un nouveau lien »: to the address known, and the same answer whoever asks."""
    language_asked(request)
    if not too_often("referral-renew", limit=RENEWALS_PER_HOUR, seconds=3600):
        renew(token, at=timezone.now())
    return private(render(request, "referrals/answer_renewed.html", {"languages": languages_offered()}))


def shown(request: HttpRequest, room: Room, *, refusal: str = "", late: bool = False) -> HttpResponse:
    """The page of a referral; a reading is journalled, an answer already is."""
    asked = room.asked
    if request.method == "GET":
        asked.journal(AuditAction.OPENED)
    leaving = asked.leaving
    context = {
        "layout": room.layout,
        "asked": asked,
        "referral": asked.referral,
        "leaving": leaving,
        "documents": [(row, room.file(UUID(row["id"]))) for row in leaving.content["documents"]] if leaving else [],
        "answers": [(one, room.step(one.slug)) for one in asked.answers],
        "ask_url": room.step("question"),
        "refusal": refusal,
        "late": late,
        "languages": languages_offered(),
    }
    return render(request, "referrals/answer.html", context, status=409 if refusal else 200)


def step(request: HttpRequest, room: Room, slug: str) -> HttpResponse:
    """Say one thing: at once, or after a form."""
    if slug == "question":
        return ask(request, room)
    answer = BY_SLUG.get(slug)
    if answer is None or answer.purpose not in room.asked.purposes:
        raise Http404
    if request.method != "POST":
        if answer.form_class is None or answer not in room.asked.answers:
            return redirect(room.home)
        return form_page(request, room, answer.form_class(), answer)
    form = answer.form_class(request.POST) if answer.form_class else None
    if form and not form.is_valid():
        return form_page(request, room, form, answer)
    now = timezone.now()
    try:
        stands = give(room.asked.referral, answer, form.told if form else {}, link=room.link(now), at=now)
    except TransitionNotAllowed as error:
        room.asked.referral.refresh_from_db()
        return shown(request, room, refusal=str(error))
    except DomainError as error:
        if form is None:
            return shown(request, room, refusal=str(error))
        form.add_error(None, str(error))
        return form_page(request, room, form, answer)
    return redirect(room.home) if stands else shown(request, room, late=True)


def ask(request: HttpRequest, room: Room) -> HttpResponse:
    """A question to the association."""
    if not room.asked.may_ask:
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            Question.objects.register(room.asked.referral, form.cleaned_data["text"], link=room.link(now), at=now)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(room.home)
    return form_page(request, room, form)


def form_page(request: HttpRequest, room: Room, form: AnswerForm, answer: Answer | None = None) -> HttpResponse:
    """The fields of one answer, or of a question."""
    context = {
        "layout": room.layout,
        "answer": answer,
        "form": form,
        "back": room.home,
        "languages": languages_offered(),
    }
    return render(request, "referrals/answer_step.html", context, status=422 if form.errors else 200)


def handed_over(request: HttpRequest, room: Room, pk: UUID) -> HttpResponse:
    """The file, journalled; « not found » for any other."""
    document = room.asked.document(pk)
    if document is None:
        raise Http404
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    room.asked.journal(AuditAction.EXPORTED, document=document.pk)
    named: dict[str, Any] = {
        "filename": document.download_name,
        "content_type": document.content_type,
        "headers": HANDED_OVER,
    }
    return cast("HttpResponse", FileResponse(content, as_attachment=True, **named))
