"""Tagged PDF (PDF/UA-1) by typst."""

import re

import typst
from django.utils.translation import gettext as _

from core.errors import DomainError


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
