"""Say a text of the library in a language: the one place that looks a word up.

The texts stand in ``locale/LANGUAGE/LC_MESSAGES/DOMAIN.po``, a domain for each room
that speaks. A text has a key; English is the source of each, the rest are translations.
A catalogue is read when one of its texts is first said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import c2py
from pkgutil import get_data
from types import MappingProxyType

import polib

from katch_protocols.words.languages import ENGLISH, LANGUAGES

__all__ = ["entries", "say"]

_FORMS = ("one", "few", "many", "other")
"""What a browser calls the forms after a number."""


@dataclass(frozen=True)
class _Catalogue:
    """The texts of a domain in a language; several forms where a number precedes."""

    language: str
    plural: str
    texts: Mapping[str, tuple[str, ...]]

    @cached_property
    def choose(self) -> Callable[[int], int]:
        """Which form follows a whole number."""
        return c2py(self.plural)

    def form(self, key: str, number: object) -> str:
        """Return the text of a key, in the form that follows the number."""
        forms = self.texts[key]
        if len(forms) == 1 or not isinstance(number, int):
            return forms[-1]
        return forms[min(self.choose(number), len(forms) - 1)]


def say(key: str, language: str, /, **gaps: object) -> str:
    """Return the text of a key, such as ``duties.no-deadline``, with its gaps filled.

    A text with several forms takes the one that follows the gap ``number``. A language
    that the library does not speak gets English. Raises ``KeyError`` where no text has
    this key, or a gap is left open: both are mistakes of whoever calls.
    """
    domain, _, name = key.partition(".")
    catalogue = _catalogue(domain, _known(language))
    return catalogue.form(name, gaps.get("number")).format_map(gaps)


def entries(domain: str, language: str) -> Mapping[str, str]:
    """Return all texts of a domain by key, their gaps open.

    A text with several forms has an entry for each: ``KEY-one``, ``KEY-few``,
    ``KEY-many`` and ``KEY-other``, as browsers name them.
    """
    return MappingProxyType(dict(_flat(_catalogue(domain, _known(language)))))


def _known(language: str) -> str:
    return language if language in LANGUAGES else ENGLISH


def _flat(catalogue: _Catalogue) -> Iterator[tuple[str, str]]:
    for key, forms in catalogue.texts.items():
        if len(forms) == 1:
            yield key, forms[0]
        else:
            names = LANGUAGES[catalogue.language].forms
            said = dict(zip(names, forms, strict=True))
            for name in _FORMS:
                yield f"{key}-{name}", said.get(name, forms[-1])


@cache
def _catalogue(domain: str, language: str) -> _Catalogue:
    path = f"locale/{language}/LC_MESSAGES/{domain}.po"
    try:
        data = get_data("katch_protocols", path)
    except OSError as error:
        raise KeyError(domain) from error
    found = polib.pofile((data or b"").decode())
    texts = {entry.msgctxt: _texts(entry) for entry in found if not entry.obsolete}
    plural = found.metadata["Plural-Forms"].rpartition("plural=")[2].rstrip(";")
    return _Catalogue(language, plural, texts)


def _texts(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the forms of a text; where nobody has translated it, those of English."""
    if not entry.msgid_plural:
        return (entry.msgstr or entry.msgid,)
    forms = tuple(form for _, form in sorted(entry.msgstr_plural.items()))
    return forms if all(forms) else (entry.msgid, entry.msgid_plural)
