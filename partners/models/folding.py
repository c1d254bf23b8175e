"""Words without what people forget to type."""

import unicodedata

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'"})


def fold(text: str) -> str:
    """Lower case without accents, as the SQL function french_sort does."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def radical(word: str) -> str:
    """A rough stem: « Dettes » and « dette » give « dett »."""
    folded = fold(word)
    return folded.rstrip("sx").rstrip("e") if len(folded) > 3 else folded
