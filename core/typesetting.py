"""Tagged PDF (PDF/UA-1) by typst, in the fonts of the pages."""

import re
from functools import cache
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import DomainError


@cache
def fonts() -> typst.Fonts:
    """The faces that the packages carry, and no other: the same sheet on every machine."""
    named: Any = [entry for entry in settings.STATICFILES_DIRS if isinstance(entry, tuple)]
    folders = [folder for prefix, folder in named if prefix.startswith("fonts/")]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def tagged_pdf(compiler: typst.Compiler) -> bytes:
    """The file; DomainError, in words, when a sign has no drawing in the faces or the page cannot be set."""
    try:
        content = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if sign := re.search(r'the text `"(.+?)"` could not be displayed', str(error)):
            words = _("« %(sign)s » ne s’imprime pas : écrivez-le autrement.") % {"sign": sign.group(1)}
            raise DomainError(words) from error
        raise DomainError(_("La feuille n’a pas pu être mise en page.")) from error
    if not isinstance(content, bytes):
        raise DomainError(_("La feuille n’a pas pu être mise en page."))
    return content
