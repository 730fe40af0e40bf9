"""personal-data-name: a name that asks for personal data."""

import re
from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import DataCategory, Document, Fact
from katch_protocols.model.regions import Post
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_ANYWHERE = re.compile(
    r"(?:^|_)(?:(?:first|last|full|given|family|child|childs)_name|surname|patronymic"
    r"|birth_?(?:date|day|place)|date_of_birth|place_of_birth|dob|iin|inn"
    r"|(?:passport|phone|id|identity)_number|(?:home|e_?mail)_address|fingerprints?)"
    r"(?:_|$)"
)
"""What no part of a protocol can be about."""

_IN_FACTS = re.compile(
    r"(?:^|_)(?:names?|address(?:es)?|phone|telephone|e_?mail|passport|photo)(?:_|$)"
)
"""What a fact cannot ask, although a document may well be called so."""


def _spots(context: Context) -> Iterator[Spot]:
    for path, fact in context.every(Fact):
        yield from _named(path, fact.id, _ANYWHERE, _IN_FACTS)
        for value in fact.values:
            yield from _named((*path, "values", value), value, _ANYWHERE)
    for path, noun in _others(context):
        yield from _named(path, noun.id, _ANYWHERE)


_Other = Activity | DataCategory | Document | Post | State


def _others(context: Context) -> tuple[tuple[Path, _Other], ...]:
    return (
        *context.every(Activity),
        *context.every(DataCategory),
        *context.every(Document),
        *context.every(Post),
        *context.every(State),
    )


def _named(path: Path, name: str, *patterns: re.Pattern[str]) -> Iterator[Spot]:
    if any(pattern.search(name) for pattern in patterns):
        yield Spot(path, {"id": name})


RULE = Rule(
    name="personal-data-name",
    family=Family.PRIVACY,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{id}' seems to name personal data.",
        why="A protocol holds nothing that could tell who a child is.",
        fix="Ask a question with a closed set of answers instead, or rename it.",
    ),
    spots=_spots,
)
