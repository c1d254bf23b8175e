"""What the pages about agreements, grants and posts share: a form that acts, then goes back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import StaffRequest
from core.errors import DomainError


def deal_form(
    request: StaffRequest,
    form: Any,
    act: Callable[[Any], str | None],
    *,
    heading: str,
    done: str,
    back: str,
    up: str,
    up_label: str,
    **words: str,
) -> HttpResponse:
    """Ask, then act on the valid form; act may say where to go next. A refusal is shown on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            then = act(form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(then or back)
    context = {"form": form, "heading": heading, "back": back, "up": up, "up_label": up_label, **words}
    return render(request, "partners/deal_form.html", context)


def do(request: StaffRequest, act: Callable[[], None], *, done: str, back: str) -> HttpResponse:
    """Act at once, and say what came of it."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)


def posted(request: StaffRequest) -> Any:
    """What a form is made of: None until it is sent, even empty."""
    return request.POST if request.method == "POST" else None
