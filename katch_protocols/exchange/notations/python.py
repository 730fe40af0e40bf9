"""Python: the names of a protocol as enumerations, for ``mypy`` and for editors."""

import json
from collections.abc import Iterator, Sequence

from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.exchange.vocabulary import CARRIES, NameGroup, groups, values
from katch_protocols.words.say import say

__all__ = ["NOTATION"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the module; the notes are comments at its head."""
    own = source.chart.protocol
    lines = [f"# {' '.join(note.split())}" for note in notes]
    lines += ["", "from enum import StrEnum", "from typing import TypedDict", ""]
    lines += [f"PROTOCOL = {json.dumps(own.id)}"]
    lines += [f"VERSION = {json.dumps(str(own.version))}"]
    facts, said = values(source), say("exchange.facts-of-a-case", source.language)
    for group in (*groups(source), *facts):
        lines += ["", "", *_enumeration(group)]
    lines += ["", "", *_record(facts, said)]
    return "\n".join([*lines, ""])


def _enumeration(group: NameGroup) -> Iterator[str]:
    yield f"class {group.kind}(StrEnum):"
    if not group.constants:
        yield "    pass"
    for each in group.constants:
        yield f"    #: {each.title}"
        yield f"    {each.spelt} = {json.dumps(each.name)}"


def _record(facts: Sequence[NameGroup], said: str) -> Iterator[str]:
    yield f"# {said}"
    yield "Facts = TypedDict("
    yield '    "Facts",'
    yield "    {"
    for group in facts:
        yield f"        {json.dumps(group.of)}: {group.kind},"
    yield "    },"
    yield "    total=False,"
    yield ")"


NOTATION = Notation(
    name="python",
    place=120,
    suffix=".py",
    write=write,
    carries=CARRIES,
    differs={},
)
"""The notation."""
