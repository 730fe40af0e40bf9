"""The numbers of a scenario: rates, shares and weights."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

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
from katch_protocols.files.schemas.shared import SOURCE
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Map, Tree, value_at
from katch_protocols.model.scenarios import (
    WHOLE,
    ArrivalPeriod,
    NumberBasis,
    Weights,
)
from katch_protocols.words.lists import as_typed, options

__all__ = [
    "BASIS",
    "NumberWithUnit",
    "ShareOfWhole",
    "WeightsOfDraws",
    "chance",
    "given",
    "rate",
]

_RATE = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))? cases? an? (day|week|month|year)")
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%( of cases)?")

_Parsed = Mapping[str, object] | None


def _share(text: str) -> int | None:
    """Return a share in parts of ``WHOLE``."""
    found = _SHARE.fullmatch(text)
    if found is None:
        return None
    parts = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return parts if parts <= WHOLE else None


def _percent(parts: int) -> str:
    """Return parts of ``WHOLE`` as a share is written: ``12.5%``."""
    whole, rest = divmod(parts, 100)
    return f"{whole}.{rest:02}".rstrip("0").removesuffix(".") + "%"


class NumberWithUnit(FieldType[Any], Struct, frozen=True):
    """A number with a unit, alone or with its basis: ``{NAME: 25 cases a year}``.

    ``more`` are further keys that may stand beside it.
    """

    name: str
    parse: Callable[[str], _Parsed]
    example: str
    more: tuple[FieldKey, ...] = ()

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the number, and what it rests on where that is said."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            return self._alone(node, key, sheet)
        rest = given(raw, sheet, (self.name, *(each.name for each in self.more)))
        for each in self.more:
            if raw.get(each.name) is not None:
                rest[each.name] = each.kind.read(raw, each.name, sheet)
        if raw.get(self.name) is None:
            sheet.refuse_at("missing-key", node.key_mark(key), raw.path, key=self.name)
            return DROPPED
        found = self._alone(raw, self.name, sheet)
        if not isinstance(found, dict) or DROPPED in rest.values():
            return DROPPED
        return {**rest, **found}

    def _alone(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        raw = value_at(node, key)
        found = self.parse(raw.strip()) if isinstance(raw, str) else None
        if found is not None:
            return dict(found)
        facts = {"value": shown(raw), "examples": self.example}
        sheet.refuse("written-otherwise", node, key, None, **facts)
        return DROPPED

    def write(self, value: Any) -> Plain:  # noqa: ANN401 - a noun of several kinds
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text or a mapping."""
        return {"type": ["string", "object"]}


BASIS = FieldKey("basis", OneOf(NumberBasis))


def given(raw: Map, sheet: SourceFile, known: tuple[str, ...]) -> dict[str, Any]:
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


class WeightsOfDraws(FieldType[Weights]):
    """How often each value or activity is drawn: in percent, or against one another."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read weights, all in percent or none; percents must be the whole."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        drawn = {name: raw[name] for name in raw if name not in {"basis", "source"}}
        rest = given(raw, sheet, tuple(drawn))
        found = {name: self._weight(raw, name, sheet) for name in drawn}
        weights = {name: each for name, each in found.items() if each is not None}
        if len(weights) < len(found):
            return DROPPED
        shares = [name for name in weights if isinstance(raw[name], str)]
        plain = [name for name in weights if name not in shares]
        total = sum(weights.values())
        if shares and plain:
            one, other = (f"{name}: {raw[name]}" for name in (shares[0], plain[0]))
            facts = {"share": one, "plain": other}
            sheet.refuse("percent-beside-weight", raw, plain[0], None, **facts)
        elif shares and total != WHOLE:
            sheet.refuse("shares-not-whole", node, key, None, share=_percent(total))
        elif not total:
            sheet.refuse("weights-all-zero", node, key)
        else:
            return {**rest, "weights": weights}
        return DROPPED

    @staticmethod
    def _weight(raw: Map, name: str, sheet: SourceFile) -> int | None:
        value = raw[name]
        if isinstance(value, int) and not isinstance(value, bool):
            if 0 <= value <= WHOLE:
                return value
        elif isinstance(value, str) and (share := _share(value)) is not None:
            return share
        facts = {"value": shown(value), "examples": options(("4", "80%"))}
        sheet.refuse("written-otherwise", raw, name, None, **facts)
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
        facts = {"value": shown(raw), "examples": "40%"}
        sheet.refuse("written-otherwise", node, key, None, **facts)
        return DROPPED

    def write(self, value: int) -> Plain:
        """Write nothing: scenarios are written by hand."""
        raise NotImplementedError

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a text."""
        return {"type": "string"}
