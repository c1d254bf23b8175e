"""Our templates, read without their indentation: a fifth of a page, and nothing that anybody sees."""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

# Where a blank counts: messages to translate are looked up as they are written, and these elements show their blanks.
KEPT = re.compile(r"(\{% blocktranslate.*?\{% endblocktranslate %\}|<pre.*?</pre>|<textarea.*?</textarea>)", re.DOTALL)
INDENT = re.compile(r"\n[ \t\r\n]+")


def unindented(source: str) -> str:
    """Each line from its first sign on, empty lines left out."""
    return "".join(text if KEPT.fullmatch(text) else INDENT.sub("\n", text) for text in KEPT.split(source))


class Loader(filesystem.Loader):
    """Reads the pages of the templates folder; letters, which are plain text, stay as they are."""

    def get_contents(self, origin: Origin) -> str:
        """The source as it is compiled."""
        source = super().get_contents(origin)
        return unindented(source) if origin.name.endswith(".html") else source
