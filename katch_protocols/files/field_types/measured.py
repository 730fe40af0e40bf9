"""What indicators are written with: amounts, periods, numbers, steps of a ladder."""

import re

from msgspec import Struct

from katch_protocols.errors import SentenceError
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.field_types.scalars import OneOf
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Tree, value_at
from katch_protocols.model.indicators import LadderStep, MeasuredAmount
from katch_protocols.model.periods import (
    PERIOD_PATTERN,
    Dimension,
    Period,
    period_named,
)
from katch_protocols.sentences.text import parse_duration

__all__ = ["AmountText", "BoundedNumber", "DimensionName", "LadderText", "PeriodText"]

_MOST_COUNTED = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,7}")
_PERCENT = re.compile(r"([0-9]{1,3})%")


def _amount(raw: object) -> MeasuredAmount | None:
    text = str(raw).strip()
    percent = _PERCENT.fullmatch(text)
    if percent is not None and int(percent[1]) <= 100:  # noqa: PLR2004 - of a hundred
        return MeasuredAmount(number=int(percent[1]), percent=True)
    if _NUMBER.fullmatch(text) and int(text) <= _MOST_COUNTED:
        return MeasuredAmount(number=int(text))
    try:
        span = parse_duration(text, zero=True)
    except SentenceError:
        return None
    return MeasuredAmount(number=span.amount, unit=span.unit)


class AmountText(FieldType[MeasuredAmount]):
    """What a measure comes to: a count, a percentage, or a span of time."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an amount."""
        raw = value_at(node, key)
        is_plain = isinstance(raw, str | int) and not isinstance(raw, bool)
        found = _amount(raw) if is_plain else None
        if found is None:
            sheet.refuse("not-an-amount", node, key, value=shown(raw))
            return DROPPED
        return found.model_dump()

    def write(self, value: MeasuredAmount) -> Plain:
        """Write an amount; a count as a number."""
        is_count = not value.percent and value.unit is None
        return value.number if is_count else str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a number, or for a text of one of the forms."""
        units = "(minute|hour|day|working day|week|month)s?"
        pattern = rf"^([0-9]{{1,7}}|[0-9]{{1,3}}%|[0-9]{{1,4}} {units})$"
        return {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": _MOST_COUNTED},
                {"type": "string", "pattern": pattern},
            ]
        }


class PeriodText(FieldType[Period]):
    """A period: ``2026``, ``2026-H2``, ``2026-Q3`` or ``2026-07``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a period; a year alone may be read as a number by YAML."""
        raw = value_at(node, key)
        is_plain = isinstance(raw, str | int) and not isinstance(raw, bool)
        found = period_named(str(raw).strip()) if is_plain else None
        if found is None:
            sheet.refuse("not-a-period", node, key, value=shown(raw))
            return DROPPED
        return found.model_dump()

    def write(self, value: Period) -> Plain:
        """Write a period; a year as a number."""
        text = str(value)
        return int(text) if text.isdigit() else text

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for one of the forms."""
        return {
            "anyOf": [
                {"type": "integer", "minimum": 2000, "maximum": 2099},
                {"type": "string", "pattern": f"^{PERIOD_PATTERN}$"},
            ]
        }


class BoundedNumber(FieldType[int], Struct, frozen=True):
    """A whole number in bounds; with a ``sign`` behind it that is written along."""

    least: int
    most: int
    sign: str = ""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a number."""
        raw = value_at(node, key)
        text = str(raw).removesuffix(self.sign) if self.sign else str(raw)
        is_plain = isinstance(raw, str if self.sign else int)
        if is_plain and not isinstance(raw, bool) and _NUMBER.fullmatch(text):
            found = int(text)
            if self.least <= found <= self.most:
                return found
        least, most = (f"{bound}{self.sign}" for bound in (self.least, self.most))
        facts = {"value": shown(raw), "least": least, "most": most}
        sheet.refuse("out-of-range", node, key, None, **facts)
        return DROPPED

    def write(self, value: int) -> Plain:
        """Write a number."""
        return f"{value}{self.sign}" if self.sign else int(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a number in bounds."""
        if self.sign:
            return {"type": "string", "pattern": rf"^[0-9]{{1,7}}{self.sign}$"}
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


_STEPS = {
    str(step): step
    for regional in (True, False)
    for time in Dimension
    if time.is_time
    for step in (LadderStep(regional=regional, time=time),)
}


class DimensionName(FieldType[str]):
    """By what a measure is told apart."""

    _words = OneOf(Dimension)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a dimension."""
        return self._words.read(node, key, sheet)

    def write(self, value: str) -> Plain:
        """Write a dimension."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Offer the dimensions."""
        return self._words.schema(glossary)


class _StepText(FieldType[LadderStep]):
    """One step of a ladder: ``region × quarter``; ``x`` is read as ``×``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a step."""
        raw = value_at(node, key)
        text = raw.strip() if isinstance(raw, str) else ""
        written = text.replace(" x ", " × ")
        if written in _STEPS:
            return _STEPS[written].model_dump()
        near = sheet.near(written, _STEPS) if written else None
        sheet.refuse("not-a-step-of-a-ladder", node, key, near, value=shown(raw))
        return DROPPED

    def write(self, value: LadderStep) -> Plain:
        """Write a step."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Offer the steps."""
        return {"enum": list(_STEPS)}


class LadderText(FieldType[tuple[LadderStep, ...]]):
    """A list of steps, from the finest to the coarsest."""

    _step = _StepText()

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every step; there must be one."""
        raw = value_at(node, key)
        if not isinstance(raw, Items):
            sheet.refuse("not-a-list", node, key, value=shown(raw))
            return DROPPED
        found = [self._step.read(raw, position, sheet) for position in range(len(raw))]
        kept = [step for step in found if step is not DROPPED]
        if not raw:
            sheet.refuse("empty-item", node, key)
        return kept or DROPPED

    def write(self, value: tuple[LadderStep, ...]) -> Plain:
        """Write the steps."""
        return [self._step.write(step) for step in value]

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Ask for a list of steps."""
        items = self._step.schema(glossary)
        return {"type": "array", "items": items, "minItems": 1}
