"""TypeScript: the names of a protocol as constants and union types.

Only types that can be erased: it compiles with ``tsc --strict`` and runs in Node as is.
"""

import json
from collections.abc import Iterator, Sequence

from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.exchange.vocabulary import CARRIES, NameGroup, groups, values
from katch_protocols.words.say import say

__all__ = ["NOTATION"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the module; the notes are comments at its head."""
    own = source.chart.protocol
    lines = [f"// {' '.join(note.split())}" for note in notes]
    lines += ["", f"export const PROTOCOL = {json.dumps(own.id)};"]
    lines += [f"export const VERSION = {json.dumps(str(own.version))};"]
    facts, said = values(source), say("exchange.facts-of-a-case", source.language)
    for group in (*groups(source), *facts):
        lines += ["", *_constants(group)]
    lines += ["", *_record(facts, said)]
    return "\n".join([*lines, ""])


def _constants(group: NameGroup) -> Iterator[str]:
    if not group.constants:
        yield f"export const {group.kind} = {{}} as const;"
    else:
        yield f"export const {group.kind} = {{"
        for each in group.constants:
            yield f"  {_doc(each.title)}"
            yield f"  {each.spelt}: {json.dumps(each.name)},"
        yield "} as const;"
    kind = f"typeof {group.kind}"
    yield f"export type {group.kind} = ({kind})[keyof {kind}];"


def _record(facts: Sequence[NameGroup], said: str) -> Iterator[str]:
    yield _doc(said)
    yield "export interface Facts {"
    for group in facts:
        yield f"  {json.dumps(group.of)}?: {group.kind};"
    yield "}"


def _doc(text: str) -> str:
    return f"/** {text.replace('*/', '* /')} */"


NOTATION = Notation(
    name="typescript",
    place=110,
    suffix=".ts",
    write=write,
    carries=CARRIES,
    differs={},
)
"""The notation."""
