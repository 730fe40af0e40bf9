"""How long things take in a scenario: one length, or how lengths are spread."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
)
from katch_protocols.files.field_types.sentences import DELAY, DURATION
from katch_protocols.files.schemas.scenario_numbers import given
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import Spread, SpreadKind, seconds
from katch_protocols.words.lists import as_typed, options

__all__ = ["SpanWithYears", "SpreadOfTimes"]

_YEARS = re.compile(r"(\d{1,2}) years?")

_QUANTILES = "quantiles"
_SPREADS: Mapping[tuple[str, ...], SpreadKind] = {
    ("from", "usually", "to"): SpreadKind.TRIANGULAR,
    ("median", "nine_in_ten"): SpreadKind.LOGNORMAL,
    ("mean",): SpreadKind.EXPONENTIAL,
    (_QUANTILES,): SpreadKind.QUANTILES,
}
_FORMS = (
    "2 hours",
    "{from: 1 hour, usually: 2 hours, to: 8 hours}",
    "{median: 5 days, nine_in_ten: 20 days}",
    "{mean: 3 hours}",
)
_MEASURED = 11
"""How many quantiles may be given at most: every tenth, with both ends."""


class _Length(NamedTuple):
    """A length and where it stands."""

    read: object
    node: Tree
    key: str | int

    @property
    def written(self) -> str:
        """As it stands in the file: with its key, in a list alone."""
        key = self.key if isinstance(self.node, Map) else None
        return str(self.read) if key in (None, _QUANTILES) else f"{key}: {self.read}"


class SpreadOfTimes(FieldType[Spread]):
    """How long something takes: one length, or how lengths are spread."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a spread; its lengths must come in order."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            point = DURATION.read(node, key, sheet)
            if point is DROPPED:
                return DROPPED
            points = [_Length(point, node, key)]
            return self._made(SpreadKind.EXACTLY, points, node, key, sheet)
        for names, kind in _SPREADS.items():
            if any(name in raw for name in names):
                rest = given(raw, sheet, names)
                found = self._lengths(raw, names, sheet, node.key_mark(key))
                if any(each.read is DROPPED for each in found):
                    return DROPPED
                made = self._made(kind, found, node, key, sheet)
                return {**rest, **made} if isinstance(made, dict) else DROPPED
        facts = {"value": "{…}", "examples": options(_FORMS)}
        sheet.refuse("written-otherwise", node, key, None, **facts)
        return DROPPED

    @staticmethod
    def _lengths(
        raw: Map, names: tuple[str, ...], sheet: SourceFile, mark: int
    ) -> list[_Length]:
        found: list[_Length] = []
        for name in names:
            inner = raw.get(name)
            if inner is None:
                sheet.refuse_at("missing-key", mark, raw.path, key=name)
                found.append(_Length(DROPPED, raw, name))
            elif isinstance(inner, Items) and name == _QUANTILES:
                found += _quantiles(raw, inner, sheet)
            else:
                found.append(_Length(DURATION.read(raw, name, sheet), raw, name))
        return found

    @staticmethod
    def _made(
        kind: SpreadKind,
        points: Sequence[_Length],
        node: Tree,
        key: str | int,
        sheet: SourceFile,
    ) -> object:
        """Return the fields; refuse working days, and lengths out of order."""
        known = [each.read for each in points if isinstance(each.read, Duration)]
        if not known or any(each.unit is Unit.WORKING_DAYS for each in known):
            value = options([str(each) for each in known])
            facts = {"value": value, "examples": options(_FORMS)}
            sheet.refuse("written-otherwise", node, key, None, **facts)
            return DROPPED
        rising = sorted(known, key=seconds)
        if known == rising:
            return {"kind": kind, "points": known}
        fall = next(
            at
            for at, (one, two) in enumerate(pairwise(known))
            if seconds(one) > seconds(two)
        )
        before, after = points[fall : fall + 2]
        pairs = zip(points, rising, strict=True)
        moved = (each._replace(read=length) for each, length in pairs)
        listed = as_typed(each.written for each in moved)
        form = f"[{listed}]" if kind is SpreadKind.QUANTILES else f"{{{listed}}}"
        facts = {"longer": before.written, "shorter": after.written, "example": form}
        sheet.refuse("lengths-out-of-order", after.node, after.key, None, **facts)
        return DROPPED

    def write(self, value: Spread) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text or a mapping."""
        return {"type": ["string", "object"]}


def _quantiles(raw: Map, inner: Items, sheet: SourceFile) -> list[_Length]:
    """Read a list of quantiles; refuse one that has none, or more than are read."""
    if 0 < len(inner) <= _MEASURED:
        places = range(len(inner))
        return [_Length(DELAY.read(inner, at, sheet), inner, at) for at in places]
    facts = {"count": str(len(inner)), "most": str(_MEASURED)}
    sheet.refuse("number-of-quantiles", raw, _QUANTILES, None, **facts)
    return [_Length(DROPPED, raw, _QUANTILES)]


class SpanWithYears(FieldType[Duration]):
    """A length of time, in years as well."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read ``1 year`` as 12 months."""
        raw = value_at(node, key)
        found = _YEARS.fullmatch(raw) if isinstance(raw, str) else None
        if found is not None:
            return Duration(amount=12 * int(found[1]), unit=Unit.MONTHS)
        return DURATION.read(node, key, sheet)

    def write(self, value: Duration) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text."""
        return {"type": "string"}
