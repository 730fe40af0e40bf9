"""Say a text of the library in a language: the one place that looks a word up.

The texts stand in ``locale/LANGUAGE/LC_MESSAGES/DOMAIN.po``, a domain for each room
that speaks. A text has a key; English is the source of each, the rest are translations.
A catalogue is read when one of its texts is first said.

Lists and large numbers are written by the patterns of Unicode. A list of one and a
number below a thousand are written alike everywhere: nothing is looked up for them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial, reduce
from pathlib import Path
from pkgutil import get_data
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import polib

from katch_protocols.words.languages import ENGLISH, LANGUAGES, language_of, locale_of
from katch_protocols.words.quotes import filled

if TYPE_CHECKING:
    from babel.core import Locale

__all__ = [
    "Borrowed",
    "borrow",
    "borrowed",
    "counted",
    "either",
    "entries",
    "is_translated",
    "joined",
    "listed",
    "say",
    "say_measured",
    "say_number",
    "say_open",
]


_ALIKE = 1000
"""Below it, no language of the library groups digits."""
_TWO_DIGITS = 10


def joined(texts: Iterable[str], language: str) -> str:
    """Say all of some texts: ``A, B and C``, «A, B и C»; of none, nothing."""
    said = list(texts)
    if len(said) <= 1:
        return "".join(said)
    # Lazy: most texts hold no list, and the tables take long to load.
    from babel.lists import format_list  # noqa: PLC0415

    return format_list(said, "standard", locale=_locale(language))


def counted(number: int, language: str) -> str:
    """Say a number: ``1,234``, «1 234» with a space that does not break."""
    if abs(number) < _ALIKE:
        return str(number)
    # Lazy, as above.
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(number, locale=_locale(language))


def say_number(number: float, language: str, digits: int) -> str:
    """Say a number with so many digits behind its mark: ``4.9``, «4,9»."""
    rounded = f"{number:.{digits}f}"
    if language == ENGLISH and abs(number) < _ALIKE:
        return rounded
    # Lazy, as above.
    from babel.numbers import format_decimal  # noqa: PLC0415

    form = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(float(rounded), format=form, locale=_locale(language))


def say_measured(number: float, language: str) -> str:
    """Say a number of which no more than two digits mean anything: ``4.9``, ``29``."""
    return say_number(number, language, 0 if abs(number) >= _TWO_DIGITS else 1)


@lru_cache(maxsize=64)
def _locale(language: str) -> "Locale":
    """Return what Unicode's tables know of a language; English if they lack it."""
    # Lazy, as above.
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return Locale.parse(locale_of(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(locale_of(ENGLISH), sep="-")


_FORMS = ("one", "few", "many", "other")
"""What a browser calls the forms after a number."""


class Borrowed(NamedTuple):
    """A language that the library lacks: what is spoken instead, and who translated.

    ``folder`` holds catalogues of it, as ``locale`` does; what they lack is said in the
    language ``instead``.
    """

    instead: str = ENGLISH
    folder: Path | None = None


class _Catalogue(NamedTuple):
    """The texts of a domain in a language; several forms where a number precedes."""

    language: str
    plural: str
    texts: Mapping[str, tuple[str, ...]]

    def form(self, key: str, number: object) -> str:
        """Return the text of a key, in the form that follows the number."""
        forms = self.texts[key]
        if len(forms) == 1 or not isinstance(number, int):
            return forms[-1]
        return forms[min(_chooser(self.plural)(number), len(forms) - 1)]


def say(key: str, language: str, /, **gaps: object) -> str:
    """Return the text of a key, such as ``duties.no-deadline``, with its gaps filled.

    A text with several forms takes the one that follows the gap ``number``. Whole
    numbers are said as the language writes them; what only looks like one, such as a
    year, is given as text. A language that the library does not speak gets English.
    Raises ``KeyError`` where no text has this key, or a gap is left open: both are
    mistakes of whoever calls.
    """
    if not gaps and language in LANGUAGES:
        return _without_gaps(key, language)
    domain, _, name = key.partition(".")
    catalogue = _spoken(domain, language)
    text = catalogue.form(name, gaps.get("number"))
    for gap, value in gaps.items():
        if isinstance(value, int):
            gaps[gap] = counted(value, catalogue.language)
    return filled(text, gaps)


class _Open(dict[str, object]):
    """What fills every gap: three dots."""

    def __missing__(self, gap: str) -> str:
        return "…"


def say_open(key: str, language: str, /) -> str:
    """Return the text of a key with three dots in its gaps, in the form of several."""
    domain, _, name = key.partition(".")
    return _spoken(domain, language).texts[name][-1].format_map(_Open())


# Of all that is said most has no gaps, and is said again in every row and drawing.
@lru_cache(maxsize=16384)
def _without_gaps(key: str, language: str) -> str:
    domain, _, name = key.partition(".")
    return _catalogue(domain, language).form(name, None).format_map({})


def listed(texts: Iterable[str], language: str, /) -> str:
    """Say all of some texts, in the words of what is spoken for a language.

    ``A, B and C``; where a language is borrowed, its list is said as its sentences are.
    """
    is_own = is_translated(language)
    spoken = language if is_own else _BORROWED.get(language, Borrowed()).instead
    return joined(texts, spoken)


def either(texts: Iterable[str], language: str, /) -> str:
    """Join texts of which any one will do: ``A or B``; of none, say nothing.

    The word is ours: Unicode's word for Kazakh is another one than the laws have.
    """
    said = list(texts)
    return reduce(partial(_or, language), said) if said else ""


def _or(language: str, first: str, last: str) -> str:
    return say("sentences.or", language, first=first, last=last)


def entries(domain: str, language: str) -> Mapping[str, str]:
    """Return all texts of a domain by key, their gaps open.

    A text with several forms has an entry for each: ``KEY-one``, ``KEY-few``,
    ``KEY-many`` and ``KEY-other``, as browsers name them.
    """
    return MappingProxyType(dict(_flat(_spoken(domain, language))))


_BORROWED: dict[str, Borrowed] = {}
"""The languages of the handbook at hand that the library lacks."""


def borrow(languages: Iterable[str], instead: str, folder: Path | None = None) -> None:
    """Say from now on the library's words of ``languages`` in another one.

    Where ``folder`` has catalogues of a language, those are spoken, and only what they
    lack is said ``instead``. Languages that the library speaks stay as they are.
    """
    lacking = [each for each in languages if each not in LANGUAGES]
    for each in lacking:
        found = None if folder is None else folder / each / "LC_MESSAGES"
        has_words = found is not None and found.is_dir()
        _BORROWED[each] = Borrowed(instead, found if has_words else None)


def borrowed() -> Mapping[str, Borrowed]:
    """Return what is borrowed now, by language."""
    return MappingProxyType(dict(_BORROWED))


def is_translated(language: str) -> bool:
    """Tell whether there are catalogues of a language, of the library or borrowed."""
    return (
        language in LANGUAGES or _BORROWED.get(language, Borrowed()).folder is not None
    )


def _flat(catalogue: _Catalogue) -> Iterator[tuple[str, str]]:
    for key, forms in catalogue.texts.items():
        if len(forms) == 1:
            yield key, forms[0]
        else:
            said = dict(zip(language_of(catalogue.language).forms, forms, strict=False))
            for name in _FORMS:
                yield f"{key}-{name}", said.get(name, forms[-1])


@cache
def _chooser(plural: str) -> Callable[[int], int]:
    # Lazy: most texts have one form, and this costs a start more than they do.
    from gettext import c2py  # noqa: PLC0415

    return c2py(plural)


def _spoken(domain: str, language: str) -> _Catalogue:
    if language in LANGUAGES:
        return _catalogue(domain, language)
    instead, folder = _BORROWED.get(language, Borrowed())
    if folder is None:
        return _catalogue(domain, instead)
    return _lent(domain, language, instead, folder)


@cache
def _lent(domain: str, language: str, instead: str, folder: Path) -> _Catalogue:
    """Return a catalogue of somebody else, its gaps filled from one of ours."""
    ours, path = _catalogue(domain, instead), folder / f"{domain}.po"
    if not path.is_file():
        return ours
    theirs = polib.pofile(path.read_text(encoding="utf-8"))
    said = {entry.msgctxt: _texts(entry) for entry in theirs if _is_said(entry)}
    return _Catalogue(language, _plural(theirs), {**ours.texts, **said})


def _is_said(entry: polib.POEntry) -> bool:
    forms = entry.msgstr_plural.values()
    return not entry.obsolete and bool(entry.msgstr or (forms and all(forms)))


@cache
def _catalogue(domain: str, language: str) -> _Catalogue:
    path = f"locale/{language}/LC_MESSAGES/{domain}.po"
    try:
        data = get_data("katch_protocols", path)
    except OSError as error:
        raise KeyError(domain) from error
    found = polib.pofile((data or b"").decode())
    texts = {entry.msgctxt: _texts(entry) for entry in found if not entry.obsolete}
    return _Catalogue(language, _plural(found), texts)


def _plural(found: polib.POFile) -> str:
    header = str(found.metadata["Plural-Forms"])
    return header.rpartition("plural=")[2].rstrip(";")


def _texts(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the forms of a text; where nobody has translated it, those of English."""
    if not entry.msgid_plural:
        return (entry.msgstr or entry.msgid,)
    forms = tuple(form for _, form in sorted(entry.msgstr_plural.items()))
    return forms if all(forms) else (entry.msgid, entry.msgid_plural)
