"""The languages of the library: what each needs, and which letters are drawn."""

import re
from collections.abc import Container, Mapping
from functools import cache
from typing import NamedTuple
from unicodedata import category, name

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "SPOKEN",
    "Language",
    "first_lost",
    "language_of",
    "locale_of",
    "own_name",
    "script_of",
]


ENGLISH = "en"
"""The language in which every text is written first."""


class Language(NamedTuple):
    """A language: what it calls itself, its locale, and its forms after a number.

    ``forms`` are the names that Unicode gives to the forms, in the order of the
    catalogues; ``plural`` chooses one of them for a whole number, as gettext writes it.
    """

    code: str
    name: str
    locale: str
    forms: tuple[str, ...]
    plural: str


_FORMS = ("zero", "one", "two", "few", "many", "other")
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


@cache
def language_of(code: str) -> Language:
    """Return a language; what the library lacks is known from Unicode's own table.

    A code that is in no table calls itself so, and has the forms of English.
    """
    if code in LANGUAGES:
        return LANGUAGES[code]
    # Lazy: only a language that the library lacks is looked up.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.messages.plurals import get_plural  # noqa: PLC0415

    try:
        found = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return LANGUAGES[ENGLISH]._replace(code=code, name=code, locale=code)
    name = found.get_display_name(code) or code
    number, plural = get_plural(code)
    used = [each for each in _FORMS if each in {*found.plural_form.tags, "other"}]
    forms = (*used[: number - 1], used[-1])
    header = f"nplurals={number}; plural={plural};"
    return Language(code, name[:1].upper() + name[1:], code, forms, header)


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    return language_of(code).name


def locale_of(code: str) -> str:
    """Return how office programs name a language: ``kk-KZ``."""
    return language_of(code).locale


_RANGES = ((0x20, 0x17F), (0x400, 0x52F))
"""Code points whose letters the fonts hold: Latin (western and central), Cyrillic."""

_NOT_DRAWN = re.compile(
    f"[^{''.join(f'{chr(first)}-{chr(last)}' for first, last in _RANGES)}]"
)


def first_lost(text: str, besides: Container[str] = ()) -> str | None:
    """Return the first letter of a text that the fonts lack, if there is one.

    ``besides`` are letters that some other font draws.
    """
    letters: list[str] = _NOT_DRAWN.findall(text)
    for letter in letters:
        if category(letter)[0] not in "LM":
            continue
        if letter not in besides:
            return letter
    return None


def script_of(letter: str) -> str:
    """Return the name of a letter's script, such as ``Devanagari``."""
    return name(letter, "unknown").split()[0].capitalize()
