"""Sentences: conditions, safeguards, targets, durations; each is one line."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from msgspec import Struct

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Tree, value_at
from katch_protocols.sentences.measure_text import print_measure
from katch_protocols.sentences.text import (
    parse_condition,
    parse_duration,
    parse_measure,
    parse_safeguard,
    parse_target,
    print_condition,
    print_duration,
    print_safeguard,
    print_target,
)

__all__ = [
    "CONDITION",
    "DELAY",
    "DURATION",
    "MEASURE",
    "SAFEGUARD",
    "TARGET",
    "Sentence",
]

V = TypeVar("V")


class Sentence(FieldType[V], Struct, frozen=True):
    """A text with a grammar; ``listed`` names the finding of a list in its place."""

    parse: Callable[[str], V]
    say: Callable[[V], str]
    pattern: str | None = None
    listed: str = ""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a sentence; a number alone is read as text, to say what it lacks."""
        raw = value_at(node, key)
        if self.listed and isinstance(raw, Items):
            sheet.refuse(self.listed, node, key)
            return DROPPED
        if not isinstance(raw, (str, int)) or isinstance(raw, bool):
            sheet.refuse("not-text", node, key, value=shown(raw))
            return DROPPED
        return sheet.sentence(self.parse, str(raw), node, key, node.value_mark)

    def write(self, value: V) -> Plain:
        """Print a sentence."""
        return self.say(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - sentences hold many kinds
        """Ask for text; its grammar is more than a pattern can say."""
        if self.pattern is None:
            return {"type": "string", "minLength": 1}
        return {"type": "string", "pattern": self.pattern}


_UNITS = "(minute|hour|day|working day|week|month)s?"

CONDITION = Sentence(parse_condition, print_condition)
MEASURE = Sentence(parse_measure, print_measure)
SAFEGUARD = Sentence(parse_safeguard, print_safeguard)
TARGET = Sentence(
    parse_target,
    print_target,
    r"^(resume )?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$",
    "several-targets",
)
DURATION = Sentence(parse_duration, print_duration, rf"^[1-9][0-9]{{0,3}} {_UNITS}$")
DELAY = Sentence(
    partial(parse_duration, zero=True), print_duration, rf"^[0-9]{{1,4}} {_UNITS}$"
)
