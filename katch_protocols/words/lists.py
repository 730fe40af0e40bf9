"""Say several things in a row, and large numbers, as a language writes them.

The patterns are those of Unicode. A list of one and a number below a thousand are
written alike everywhere, so nothing is looked up for them.
"""

from collections.abc import Iterable

from katch_protocols.words.languages import ENGLISH, locale_of

__all__ = ["counted", "joined"]

_ALIKE = 1000
"""Below it, no language of the library groups digits."""


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


def _locale(language: str) -> str:
    """Return how Unicode's tables name a language; English if they lack it."""
    # Lazy, as above.
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(locale_of(language), sep="-"))
    except (UnknownLocaleError, ValueError):
        return str(Locale.parse(locale_of(ENGLISH), sep="-"))
