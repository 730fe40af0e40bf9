"""What a cell says of a value, and which value a cell says: one way there and back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from katch_protocols.files.field_types.citations import CitationList, OneCitation
from katch_protocols.files.field_types.collections import (
    Listed,
    OneOrListed,
    Pairs,
    Registry,
    Timers,
)
from katch_protocols.files.field_types.field_type import FieldType, Plain
from katch_protocols.files.field_types.ids import Several
from katch_protocols.files.field_types.labels import ChoiceList, LabelText, Texts
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.field_types.scalars import Flag, WholeNumber
from katch_protocols.words.lists import as_typed

__all__ = ["CellForm", "cell_form"]

_LINE = "\n"
_BEHIND = ": "


class CellForm(ABC):
    """How values of a kind stand in cells.

    ``by_language``: in a cell for each language, side by side.
    """

    by_language = False

    @abstractmethod
    def show(self, value: Plain, language: str) -> str:
        """Return the text of the cell; in a language where there are several."""

    @abstractmethod
    def take(self, cells: Mapping[str, str]) -> Plain:
        """Return the value that cells say, by language; ``None`` for empty ones."""


class _One(CellForm):
    """One value in one cell."""

    def show(self, value: Plain, language: str) -> str:  # noqa: ARG002 - the same in all
        return self.text(value)

    def take(self, cells: Mapping[str, str]) -> Plain:
        text = next(iter(cells.values()), "")
        return self.value(text) if text else None

    def text(self, value: Plain) -> str:
        """Return a value as text."""
        return str(value)

    def value(self, text: str) -> Plain:
        """Return what a text says."""
        return text


class _Flag(_One):
    def text(self, value: Plain) -> str:
        return "true" if value else "false"

    def value(self, text: str) -> Plain:
        return {"true": True, "false": False}.get(text.lower(), text)


class _Count(_One):
    def value(self, text: str) -> Plain:
        return int(text) if text.isdecimal() and text.isascii() else text


class _List(_One):
    """Ids behind one another, with commas; new lines and semicolons do as well."""

    def text(self, value: Plain) -> str:
        return as_typed(map(str, _several(value)))

    def value(self, text: str) -> Plain:
        parts = text.replace(";", ",").replace(_LINE, ",").split(",")
        return _alone([part.strip() for part in parts if part.strip()])


class _Citations(_One):
    """A source a line, with a place behind it; a source of two places has two lines."""

    def text(self, value: Plain) -> str:
        return _LINE.join(_cited(value))

    def value(self, text: str) -> Plain:
        return _citations(_lines(text))


@dataclass(frozen=True)
class _Lines(_One):
    """A name and its value a line."""

    inner: CellForm

    def text(self, value: Plain) -> str:
        if not isinstance(value, dict):
            return str(value)
        pairs = value.items()
        return _LINE.join(f"{key}{_BEHIND}{self.inner.show(v, '')}" for key, v in pairs)

    def value(self, text: str) -> Plain:
        pairs = (_parted(line) for line in _lines(text))
        return {key: self.inner.take({"": said}) for key, said in pairs}


class _CitedNames(_One):
    """A name and one of its sources a line."""

    def text(self, value: Plain) -> str:
        if not isinstance(value, dict):
            return str(value)
        pairs = ((name, one) for name, each in value.items() for one in _cited(each))
        return _LINE.join(f"{name}{_BEHIND}{one}" for name, one in pairs)

    def value(self, text: str) -> Plain:
        found: dict[str, list[str]] = {}
        for line in _lines(text):
            name, said = _parted(line)
            found.setdefault(name, []).append(said)
        return {name: _citations(lines) for name, lines in found.items()}


class _Branches(_One):
    """``CONDITION: TARGET`` a line; the last may have no condition."""

    def text(self, value: Plain) -> str:
        return _LINE.join(_branch(each) for each in _several(value))

    def value(self, text: str) -> Plain:
        found: list[Plain] = []
        for line in _lines(text):
            when, colon, to = line.rpartition(":")
            found.append(
                {"when": when.strip(), "to": to.strip()} if colon else {"to": line}
            )
        return found


class _Opened(_One):
    """A protocol a line; behind it, with semicolons, the region and the clock."""

    def text(self, value: Plain) -> str:
        return _LINE.join("; ".join(_opened(each)) for each in _several(value))

    def value(self, text: str) -> Plain:
        return _alone([_opening(line) for line in _lines(text)])


class _Label(CellForm):
    by_language = True

    def show(self, value: Plain, language: str) -> str:
        return str(value.get(language, "")) if isinstance(value, dict) else str(value)

    def take(self, cells: Mapping[str, str]) -> Plain:
        texts = Texts({name: text for name, text in cells.items() if text})
        return texts or None


class _Choices(CellForm):
    """Ids, each in its line with its text behind it; without texts, with commas."""

    by_language = True

    def show(self, value: Plain, language: str) -> str:
        if not isinstance(value, dict):
            return as_typed(map(str, _several(value)))
        pairs = ((key, _in(text, language)) for key, text in value.items())
        return _LINE.join(
            f"{key}{_BEHIND}{text}" if text else key for key, text in pairs
        )

    def take(self, cells: Mapping[str, str]) -> Plain:
        if not any(_BEHIND in text for text in cells.values()):
            text = next((text for text in cells.values() if text), "")
            return _alone_list(text)
        found: dict[str, Texts] = {}
        for language, text in cells.items():
            for line in _lines(text):
                name, said = _parted(line)
                texts = found.setdefault(name, Texts())
                if said:
                    texts[language] = said
        return {name: texts or None for name, texts in found.items()}


_FORMS: tuple[tuple[type[FieldType[Any]], CellForm | None], ...] = (
    (LabelText, _Label()),
    (ChoiceList, _Choices()),
    (CitationList, _Citations()),
    (OneCitation, _Citations()),
    (Several, _List()),
    (Timers, _Lines(_One())),
    (Flag, _Flag()),
    (WholeNumber, _Count()),
    (OneOrListed, _Opened()),
    (Registry, None),
    (NounSchema, None),
)


def cell_form(kind: FieldType[Any]) -> CellForm | None:
    """Return how values of a kind stand in cells; ``None`` where they do not."""
    if isinstance(kind, Pairs):
        return _pairs(kind.value)
    for known, form in _FORMS:
        if isinstance(kind, known):
            return form
    if isinstance(kind, Listed):
        return _Branches() if _is_branch(kind.of) else None
    return _One()


def _pairs(kind: FieldType[Any]) -> CellForm | None:
    if isinstance(kind, CitationList):
        return _CitedNames()
    inner = cell_form(kind)
    return None if inner is None or inner.by_language else _Lines(inner)


def _is_branch(kind: FieldType[Any]) -> bool:
    return isinstance(kind, NounSchema) and {key.name for key in kind.keys} == {
        "when",
        "to",
    }


def _several(value: Plain) -> Sequence[Plain]:
    return value if isinstance(value, list) else [value]


def _alone(values: list[Plain] | list[str]) -> Plain:
    return values[0] if len(values) == 1 else list(values)


def _alone_list(text: str) -> Plain:
    parts = text.replace(";", ",").replace(_LINE, ",").split(",")
    return [part.strip() for part in parts if part.strip()] or None


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split(_LINE) if line.strip())


def _parted(line: str) -> tuple[str, str]:
    name, _, said = line.partition(":")
    return name.strip(), said.strip()


def _in(text: Plain, language: str) -> str:
    return str(text.get(language, "")) if isinstance(text, dict) else ""


def _branch(value: Plain) -> str:
    if not isinstance(value, dict):
        return str(value)
    to = str(value.get("to", ""))
    return f"{value['when']}{_BEHIND}{to}" if "when" in value else to


def _opened(value: Plain) -> Iterator[str]:
    """Yield a protocol, and what is said of its opening: ``within: 3 days``."""
    if not isinstance(value, dict):
        return
    within = value.get("within")
    clock = within if isinstance(within, dict) else {}
    yield str(value["protocol"])
    pairs = {"region": value.get("region"), "within": clock.get("limit")}
    pairs |= {key: clock.get(key) for key in ("basis", "from")}
    yield from (f"{key}{_BEHIND}{each}" for key, each in pairs.items() if each)
    for one in _cited(clock["source"]) if "source" in clock else ():
        yield f"source{_BEHIND}{one}"


def _opening(line: str) -> Plain:
    protocol, *others = (part.strip() for part in line.split(";"))
    pairs = [_parted(each) for each in others]
    sources = [said for key, said in pairs if key == "source"]
    clock: dict[str, Plain] = {
        {"within": "limit"}.get(key, key): said
        for key, said in pairs
        if key not in {"source", "region"}
    }
    if sources:
        clock["source"] = _citations(sources)
    found: dict[str, Plain] = {"protocol": protocol}
    if clock:
        found["within"] = clock
    return found | {key: said for key, said in pairs if key == "region"}


def _cited(value: Plain) -> Iterator[str]:
    for each in _several(value):
        if not isinstance(each, dict):
            yield str(each)
            continue
        for name, places in each.items():
            for place in _several(places):
                yield f"{name}{_BEHIND}{place}"


def _citations(lines: Iterator[str] | list[str]) -> Plain:
    found: dict[str, list[str]] = {}
    for line in lines:
        name, place = _parted(line)
        places = found.setdefault(name, [])
        if place:
            places.append(place)
    each: list[Plain] = [
        {name: _alone(places)} if places else name for name, places in found.items()
    ]
    return _alone(each)
