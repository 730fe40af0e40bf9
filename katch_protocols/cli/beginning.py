"""What a new handbook is asked for: its languages, its country, an example."""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from katch_protocols.charts.calendars import calendars
from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.cli.starts import Country
from katch_protocols.cli.walking.choices import LEAVING
from katch_protocols.cli.zones import zones_of
from katch_protocols.files.field_types.clocks_and_days_off import country_code
from katch_protocols.files.field_types.scalars import is_language
from katch_protocols.files.slips import language_meant
from katch_protocols.words.languages import SPOKEN, own_name
from katch_protocols.words.lists import as_typed, enumerated
from katch_protocols.words.say import say

__all__ = ["LeavingError", "NewHandbook", "asked", "country_named", "languages_named"]

T = TypeVar("T")

_MOST_ZONES = 12


class LeavingError(Exception):
    """Somebody leaves before anything is written."""


class NewHandbook(NamedTuple):
    """What a new handbook begins with."""

    languages: Sequence[str]
    country: Country
    example: bool


def languages_named(asked: str | None, spoken: str) -> list[str]:
    """Return the languages of a new handbook; all that the library speaks if not asked.

    Raises:
        Refusal: A code that is no code of ISO 639, or none at all.
    """
    if asked is None:
        return sorted(SPOKEN, key=lambda each: each != spoken)
    codes = [code.strip() for code in asked.split(",")]
    codes = [language_meant(code) or code for code in codes]
    for code in codes:
        if not is_language(code):
            raise CommandRefusal("bad-languages", name=asked)
    return list(dict.fromkeys(codes))


def country_named(code: str | None) -> Country:
    """Return a country by its code or name, with the first of its time zones.

    Raises:
        Refusal: No calendar of days off is known for it.
    """
    if code is None:
        return Country()
    name = country_code(code)
    if name is None:
        raise unknown("unknown-country", code, calendars())
    if name == Country().code:
        return Country()
    return Country(name, next(iter(zones_of(name)), "UTC"))


def asked(spoken: str) -> NewHandbook:
    """Ask on a terminal; an empty answer takes what is offered.

    Raises:
        LeavingError: Somebody answered ``q``, or the terminal was closed.
    """
    offered = enumerated(f"{at} {own_name(code)}" for at, code in enumerate(SPOKEN, 1))
    question = say("starts.ask-languages", spoken, languages=offered)
    languages = _until(question, spoken, _languages) or languages_named(None, spoken)
    question = say("starts.ask-country", spoken, country=Country().code)
    country = _until(question, spoken, country_named) or Country()
    zones = zones_of(country.code)[:_MOST_ZONES]
    if len(zones) > 1:
        pairs = enumerated(f"{at} {zone}" for at, zone in enumerate(zones, 1))
        question = say("starts.ask-zone", spoken, zones=pairs, zone=country.timezone)
        zone = _until(question, spoken, lambda answer: _zone(answer, zones))
        country = Country(country.code, zone or country.timezone)
    answer = _answer(say("starts.ask-example", spoken)).lower()
    is_no = answer.startswith(say("starts.answer-no", spoken))
    return NewHandbook(languages, country, not is_no)


def _until(question: str, spoken: str, read: Callable[[str], T]) -> T | None:
    """Ask until the answer can be read; nothing of an empty one."""
    while answer := _answer(question):
        try:
            return read(answer)
        except CommandRefusal as refusal:
            print("\n".join(refusal.lines(spoken)))
    return None


def _answer(question: str) -> str:
    print(f"{question} ", end="", flush=True)
    line = sys.stdin.readline()
    answer = line.strip()
    if not line or answer.lower() in LEAVING:
        raise LeavingError
    return answer


def _languages(answer: str) -> list[str]:
    """Return the languages that were typed as codes or numbers."""
    parts = answer.replace(",", " ").split()
    return languages_named(as_typed(_picked(part, SPOKEN) for part in parts), "")


def _zone(answer: str, zones: Sequence[str]) -> str:
    zone = _picked(answer, zones)
    if zone not in zones:
        raise unknown("unknown-zone", answer, zones)
    return zone


def _picked(answer: str, offered: Sequence[str]) -> str:
    """Return what a number means, else what was typed."""
    if answer.isdecimal() and 0 < int(answer) <= len(offered):
        return offered[int(answer) - 1]
    return answer
