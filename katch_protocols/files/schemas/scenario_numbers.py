"""The numbers of a scenario: rates, shares, weights, and how lengths are spread."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    as_keys,
    shown,
)
from katch_protocols.files.field_types.noun_schema import FieldKey
from katch_protocols.files.field_types.scalars import OneOf
from katch_protocols.files.field_types.sentences import DELAY, DURATION
from katch_protocols.files.schemas.shared import SOURCE
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import (
    WHOLE,
    ArrivalPeriod,
    NumberBasis,
    Spread,
    SpreadKind,
    Weights,
)
from katch_protocols.words.lists import as_typed, options

__all__ = [
    "BASIS",
    "NumberWithUnit",
    "ShareOfWhole",
    "SpanWithYears",
    "SpreadOfTimes",
    "WeightsOfDraws",
    "chance",
    "rate",
]

_RATE = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))? cases? an? (day|week|month|year)")
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%( of cases)?")
_YEARS = re.compile(r"(\d{1,2}) years?")

_Parsed = Mapping[str, object] | None


def _share(text: str) -> int | None:
    """Return a share in parts of ``WHOLE``."""
    found = _SHARE.fullmatch(text)
    if found is None:
        return None
    parts = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return parts if parts <= WHOLE else None


@dataclass(frozen=True)
class NumberWithUnit(FieldType[Any]):
    """A number with a unit, alone or with its basis: ``{NAME: 25 cases a year}``."""

    name: str
    parse: Callable[[str], _Parsed]
    example: str

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the number, and what it rests on where that is said."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            return self._alone(node, key, sheet)
        given = _given(raw, sheet, (self.name,))
        if raw.get(self.name) is None:
            sheet.refuse_at("missing-key", node.key_mark(key), raw.path, key=self.name)
            return DROPPED
        found = self._alone(raw, self.name, sheet)
        return {**given, **found} if isinstance(found, dict) else DROPPED

    def _alone(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        raw = value_at(node, key)
        found = self.parse(raw.strip()) if isinstance(raw, str) else None
        if found is not None:
            return dict(found)
        sheet.refuse(
            "not-one-of", node, key, None, value=shown(raw), known=self.example
        )
        return DROPPED

    def write(self, value: Any) -> Plain:  # noqa: ANN401 - a noun of several kinds
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text or a mapping."""
        return {"type": ["string", "object"]}


BASIS = FieldKey("basis", OneOf(NumberBasis))


def _given(raw: Map, sheet: SourceFile, known: tuple[str, ...]) -> dict[str, Any]:
    """Read ``basis`` and ``source``; refuse keys that are neither these nor known."""
    found: dict[str, Any] = {}
    names = (*known, "basis", "source")
    for name in raw:
        if name == "basis" and raw[name] is not None:
            found[name] = BASIS.kind.read(raw, name, sheet)
        elif name == "source" and raw[name] is not None:
            found[name] = SOURCE.kind.read(raw, name, sheet)
        elif name not in names:
            near, listed = sheet.near(name, names), as_typed(names)
            sheet.refuse_key(
                "unknown-key", raw, name, near, key=shown(name), known=listed
            )
    return {name: each for name, each in found.items() if each is not DROPPED}


def rate(text: str) -> _Parsed:
    """Read how many cases arrive in a period."""
    found = _RATE.fullmatch(text)
    if found is None:
        return None
    thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    if not thousandths:
        return None
    return {"thousandths": thousandths, "period": ArrivalPeriod(found[3])}


def chance(text: str) -> _Parsed:
    """Read in what share of cases something happens."""
    share = _share(text)
    return None if share is None else {"share": share}


_SPREADS: Mapping[tuple[str, ...], SpreadKind] = {
    ("from", "usually", "to"): SpreadKind.TRIANGULAR,
    ("median", "nine_in_ten"): SpreadKind.LOGNORMAL,
    ("mean",): SpreadKind.EXPONENTIAL,
    ("quantiles",): SpreadKind.QUANTILES,
}
_FORMS = (
    "2 hours",
    "{from: 1 hour, usually: 2 hours, to: 8 hours}",
    "{median: 5 days, nine_in_ten: 20 days}",
    "{mean: 3 hours}",
)
_RISING = "1 hour ≤ 2 hours ≤ …"
_MEASURED = 11
"""How many quantiles may be given at most: every tenth, with both ends."""


class SpreadOfTimes(FieldType[Spread]):
    """How long something takes: one length, or how lengths are spread."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a spread; its lengths must come in order."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            point = DURATION.read(node, key, sheet)
            if point is DROPPED:
                return DROPPED
            points: list[object] = [point]
            return self._made(SpreadKind.EXACTLY, points, node, key, sheet)
        for names, kind in _SPREADS.items():
            if any(name in raw for name in names):
                given = _given(raw, sheet, names)
                found = self._points(raw, names, sheet, node.key_mark(key))
                if DROPPED in found:
                    return DROPPED
                made = self._made(kind, found, node, key, sheet)
                return {**given, **made} if isinstance(made, dict) else DROPPED
        sheet.refuse("not-one-of", node, key, None, value="{…}", known=options(_FORMS))
        return DROPPED

    @staticmethod
    def _points(
        raw: Map, names: tuple[str, ...], sheet: SourceFile, mark: int
    ) -> list[object]:
        found: list[object] = []
        for name in names:
            inner = raw.get(name)
            if inner is None:
                sheet.refuse_at("missing-key", mark, raw.path, key=name)
                found.append(DROPPED)
            elif isinstance(inner, Items) and name == "quantiles":
                places = range(min(len(inner), _MEASURED))
                found += [DELAY.read(inner, at, sheet) for at in places]
            else:
                found.append(DURATION.read(raw, name, sheet))
        return found

    @staticmethod
    def _made(
        kind: SpreadKind,
        points: list[object],
        node: Tree,
        key: str | int,
        sheet: SourceFile,
    ) -> object:
        """Return the fields; refuse working days, and lengths out of order."""
        known = [each for each in points if isinstance(each, Duration)]
        lengths = [_LENGTHS.get(each.unit, 0) * each.amount for each in known]
        plain = all(each.unit is not Unit.WORKING_DAYS for each in known)
        if known and plain and lengths == sorted(lengths):
            return {"kind": kind, "points": known}
        value = options([str(each) for each in known])
        wanted = _RISING if known and plain else options(_FORMS)
        sheet.refuse("not-one-of", node, key, None, value=value, known=wanted)
        return DROPPED

    def write(self, value: Spread) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text or a mapping."""
        return {"type": ["string", "object"]}


_LENGTHS = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3600,
    Unit.DAYS: 86_400,
    Unit.WEEKS: 604_800,
    Unit.MONTHS: 2_628_000,
}


class WeightsOfDraws(FieldType[Weights]):
    """How often each value or activity is drawn: in percent, or against one another."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read weights; what is in percent must be the whole."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        inner = {name: raw[name] for name in raw if name not in {"basis", "source"}}
        given = _given(raw, sheet, tuple(inner))
        found = {name: self._weight(raw, name, sheet) for name in inner}
        if any(each is None for each in found.values()):
            return DROPPED
        percent = [isinstance(each, str) for each in inner.values()]
        total = sum(each or 0 for each in found.values())
        if not total or (any(percent) and (not all(percent) or total != WHOLE)):
            value = options([str(each) for each in inner.values()])
            known = options(["4, 1", "80% + 20% = 100%"])
            sheet.refuse("not-one-of", node, key, None, value=value, known=known)
            return DROPPED
        return {**given, "weights": found}

    @staticmethod
    def _weight(raw: Map, name: str, sheet: SourceFile) -> int | None:
        value = raw[name]
        if isinstance(value, int) and not isinstance(value, bool):
            if 0 <= value <= WHOLE:
                return value
        elif isinstance(value, str) and (share := _share(value)) is not None:
            return share
        sheet.refuse("not-one-of", raw, name, None, value=shown(value), known="4 / 80%")
        return None

    def write(self, value: Weights) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a mapping."""
        return {"type": "object"}


class ShareOfWhole(FieldType[int]):
    """A share of the whole, in percent."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a share above nothing."""
        raw = value_at(node, key)
        found = _share(raw) if isinstance(raw, str) else None
        if found:
            return found
        sheet.refuse("not-one-of", node, key, None, value=shown(raw), known="1%–100%")
        return DROPPED

    def write(self, value: int) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text."""
        return {"type": "string"}


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
