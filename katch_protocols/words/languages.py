"""The languages that the library speaks, and what each needs beside its words."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ENGLISH", "LANGUAGES", "SPOKEN", "Language", "locale_of", "own_name"]

ENGLISH = "en"
"""The language in which every text is written first."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language: what it calls itself, its locale, and its forms after a number.

    ``forms`` are the names that Unicode gives to the forms, in the order of the
    catalogues; ``plural`` chooses one of them for a whole number, as gettext writes it.
    """

    code: str
    name: str
    locale: str
    forms: tuple[str, ...]
    plural: str


_TWO = "nplurals=2; plural=(n != 1);"
_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)

LANGUAGES: Mapping[str, Language] = {
    each.code: each
    for each in (
        Language(ENGLISH, "English", "en-GB", ("one", "other"), _TWO),
        Language("ru", "Русский", "ru-RU", ("one", "few", "many"), _SLAVIC),
        Language("kk", "Қазақша", "kk-KZ", ("one", "other"), _TWO),
    )
}
"""Each language of the library by its code; the first is the source of the others."""

SPOKEN = tuple(LANGUAGES)
"""The codes of the languages of the library."""


def own_name(code: str) -> str:
    """Return what a language calls itself; its code where the library does not know."""
    return LANGUAGES[code].name if code in LANGUAGES else code


def locale_of(code: str) -> str:
    """Return how office programs name a language: ``kk-KZ``."""
    return LANGUAGES[code].locale if code in LANGUAGES else code
