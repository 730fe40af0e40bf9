"""What a host hands in: of the right type, opaque, and with a time zone.

A wrong type is a ``TypeError`` that names the argument. What was given is never
repeated: it could say who somebody is.

A token points into the host's own system. Its letters are few on purpose: no name in
another alphabet, no address and no free text fits, and a bare number (a telephone, a
birth date, a national number) is refused.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from katch_protocols.cases.instants import FIRST_YEAR, LAST_YEAR
from katch_protocols.errors import InstantError, OpaqueError, WrongTypeError

__all__ = [
    "PATTERN",
    "When",
    "instant_of",
    "person_of",
    "require_facts",
    "require_opaque",
    "require_text",
    "require_texts",
    "text_or_none",
    "to_utc",
    "version_or_none",
    "wrong_type",
]

When: TypeAlias = datetime | Callable[[], datetime]
"""An instant with a time zone, or a clock of the host's that is asked for it."""

PATTERN = r"^(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""What a token looks like; published in the schema of the snapshot too."""

_LISTS = tuple, list, frozenset, Iterable
"""All are the last; to ask for that takes a microsecond."""

_MAPPINGS = dict, Mapping

_MATCH = re.compile(PATTERN.removesuffix("$")).fullmatch


def wrong_type(name: str, wanted: str, given: object) -> WrongTypeError:
    """Return the error for an argument of another type."""
    return WrongTypeError(name, wanted, type(given))


def require_text(name: str, given: object) -> str:
    """Return a text.

    Raises:
        TypeError: It is none.
    """
    if isinstance(given, str):
        return given
    raise wrong_type(name, "text", given)


def text_or_none(name: str, given: object) -> str | None:
    """Return a text, or ``None`` where it was left out.

    Raises:
        TypeError: It is neither.
    """
    return None if given is None else require_text(name, given)


def require_texts(name: str, given: object) -> frozenset[str]:
    """Return the texts of a list, each once.

    Raises:
        TypeError: It is no list of texts.
    """
    if isinstance(given, str) or not isinstance(given, _LISTS):
        raise wrong_type(name, "list-of-texts", given)
    texts = tuple(given)
    for each in texts:
        if not isinstance(each, str):
            raise wrong_type(f"{name}[…]", "text", each)
    return frozenset(texts)


def require_facts(name: str, given: object) -> dict[str, str]:
    """Return facts with their values.

    Raises:
        TypeError: It is no mapping of texts to texts.
    """
    if not isinstance(given, _MAPPINGS):
        raise wrong_type(name, "facts", given)
    found = dict(given)
    for part in (*found, *found.values()):
        if not isinstance(part, str):
            raise wrong_type(f"{name}[…]", "text", part)
    return found


def version_or_none(given: object) -> int | None:
    """Return the version that an actor saw, if it was told.

    Raises:
        TypeError: It is no whole number.
    """
    if given is None or type(given) is int:
        return given
    raise wrong_type("expected_version", "whole-number", given)


def require_opaque(kind: str, token: object) -> str:
    """Return a token that is opaque.

    Raises:
        OpaqueError: It is not; the error does not repeat it.
    """
    if isinstance(token, str) and _MATCH(token):
        return token
    raise OpaqueError(kind)


def person_of(token: str) -> str:
    """Return what two tokens of one person share: ``u2`` and ``U2`` are one person.

    Separation and binding of duty compare this; the log keeps the token as it came.
    """
    return token.lower()


def to_utc(name: str, at: datetime) -> datetime:
    """Return an instant in UTC; ``name`` is the argument that it was given as.

    Raises:
        InstantError: It has no time zone, or a year that no case is kept in.
    """
    if at.tzinfo is not UTC:
        if at.utcoffset() is None:
            raise InstantError(name, "zone")
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            raise InstantError(name, "range") from None
    if FIRST_YEAR <= at.year <= LAST_YEAR:
        return at
    raise InstantError(name, "range")


def instant_of(name: str, when: object, last: datetime) -> datetime:
    """Return the instant that an argument gives, in UTC.

    A clock is asked now, and is never before ``last``: clocks differ, and go back.

    Raises:
        InstantError: It has no time zone, or a year that no case is kept in.
        TypeError: It is neither an instant nor a clock.
    """
    if isinstance(when, datetime):
        return to_utc(name, when)
    said = when() if callable(when) else when
    if isinstance(said, datetime):
        return max(to_utc(name, said), last)
    raise wrong_type(name, "instant-or-clock", said)
