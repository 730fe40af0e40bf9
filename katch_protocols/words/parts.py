"""The parts that somebody has in a duty: one letter, its meaning, and a short word.

Every output that shows who does what reads this table and no other. No two letters of
one language are the same, or look alike in small print.
"""

from collections.abc import Mapping

__all__ = ["LETTERS", "PARTS"]

LETTERS: Mapping[str, Mapping[str, str]] = {
    # The letters of a matrix.
    "letter-responsible": {"en": "R", "ru": "В", "kk": "О"},
    "letter-accountable": {"en": "A", "ru": "О", "kk": "Ж"},
    "letter-with": {"en": "P", "ru": "У", "kk": "Б"},
    "letter-consulted": {"en": "C", "ru": "С", "kk": "К"},
    "letter-informed": {"en": "I", "ru": "И", "kk": "Х"},
    # What the key beside them says; each begins with its letter.
    "means-responsible": {
        "en": "responsible: does it",
        "ru": "выполняет",
        "kk": "орындайды",
    },
    "means-accountable": {
        "en": "accountable: answers for it",
        "ru": "отвечает",
        "kk": "жауап береді",
    },
    "means-with": {
        "en": "participates: takes part",
        "ru": "участвует",
        "kk": "бірге қатысады",
    },
    "means-consulted": {
        "en": "consulted before",
        "ru": "с ним советуются до",
        "kk": "кеңес береді, алдын ала",
    },
    "means-informed": {
        "en": "informed after",
        "ru": "извещается после",
        "kk": "хабар алады, кейін",
    },
}
"""What stands in a matrix, and in the key beside it."""

PARTS: Mapping[str, Mapping[str, str]] = {
    "part-responsible": {"en": "does it", "ru": "выполняет", "kk": "орындайды"},
    "part-accountable": {
        "en": "answers for it",
        "ru": "отвечает",
        "kk": "жауап береді",
    },
    "part-with": {"en": "takes part", "ru": "участвует", "kk": "бірге қатысады"},
    "part-consulted": {
        "en": "consulted before",
        "ru": "с ним советуются до",
        "kk": "кеңес береді, алдын ала",
    },
    "part-informed": {
        "en": "informed after",
        "ru": "извещается после",
        "kk": "хабар алады, кейін",
    },
    "part-both": {
        "en": "does it and answers for it",
        "ru": "выполняет и отвечает",
        "kk": "орындайды және жауап береді",
    },
}
"""The same in a sentence; in both tables a key ends in the name of a part."""
