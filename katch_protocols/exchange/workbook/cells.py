"""What a cell says of a value, and which value a cell says: one way there and back."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import Any

from katch_protocols.exchange.workbook.lines import (
    BEHIND,
    LINE,
    alone,
    branch,
    citations,
    cited,
    ids,
    lines,
    opened,
    opening,
    parted,
    several,
    text_in,
    twice,
)
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

    def counting(
        self,
        cells: Mapping[str, str],
        changed: Collection[str],  # noqa: ARG002 - of most, each says something of its own
    ) -> Mapping[str, str]:
        """Return the cells that say a value of which some languages were changed."""
        return cells

    def repeated(self, text: str) -> str:  # noqa: ARG002 - most have no names
        """Return the name that stands in two lines of a cell, if one does."""
        return ""


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
        return as_typed(map(str, several(value)))

    def value(self, text: str) -> Plain:
        return alone(ids(text))


class _Citations(_One):
    """A source a line, with a place behind it; a source of two places has two lines."""

    def text(self, value: Plain) -> str:
        return LINE.join(cited(value))

    def value(self, text: str) -> Plain:
        return citations(lines(text))


class _Lines(_One):
    """A name and its value a line."""

    def __init__(self, inner: CellForm) -> None:
        self.inner = inner

    def text(self, value: Plain) -> str:
        if not isinstance(value, dict):
            return str(value)
        pairs = value.items()
        return LINE.join(f"{key}{BEHIND}{self.inner.show(v, '')}" for key, v in pairs)

    def value(self, text: str) -> Plain:
        pairs = (parted(line) for line in lines(text))
        return {key: self.inner.take({"": said}) for key, said in pairs}

    def repeated(self, text: str) -> str:
        return twice(text)


class _CitedNames(_One):
    """A name and one of its sources a line."""

    def text(self, value: Plain) -> str:
        if not isinstance(value, dict):
            return str(value)
        pairs = ((name, one) for name, each in value.items() for one in cited(each))
        return LINE.join(f"{name}{BEHIND}{one}" for name, one in pairs)

    def value(self, text: str) -> Plain:
        found: dict[str, list[str]] = {}
        for line in lines(text):
            name, said = parted(line)
            found.setdefault(name, []).append(said)
        return {name: citations(each) for name, each in found.items()}


class _Branches(_One):
    """``CONDITION: TARGET`` a line; the last may have no condition."""

    def text(self, value: Plain) -> str:
        return LINE.join(branch(each) for each in several(value))

    def value(self, text: str) -> Plain:
        found: list[Plain] = []
        for line in lines(text):
            when, colon, to = line.rpartition(":")
            found.append(
                {"when": when.strip(), "to": to.strip()} if colon else {"to": line}
            )
        return found


class _Opened(_One):
    """A protocol a line; behind it, with semicolons, the region and the clock."""

    def text(self, value: Plain) -> str:
        return LINE.join("; ".join(opened(each)) for each in several(value))

    def value(self, text: str) -> Plain:
        return alone([opening(line) for line in lines(text)])


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
            return as_typed(map(str, several(value)))
        pairs = ((key, text_in(text, language)) for key, text in value.items())
        return LINE.join(f"{key}{BEHIND}{text}" if text else key for key, text in pairs)

    def take(self, cells: Mapping[str, str]) -> Plain:
        found: dict[str, Texts] = {}
        for language, text in cells.items():
            for line in lines(text):
                name, said = parted(line)
                for each in [name] if said else ids(line):
                    texts = found.setdefault(each, Texts())
                    if said:
                        texts[language] = said
        if not any(found.values()):
            return [*found] or None
        return {name: texts or None for name, texts in found.items()}

    def counting(
        self, cells: Mapping[str, str], changed: Collection[str]
    ) -> Mapping[str, str]:
        """Leave out what shows the same ids only because it has no texts for them."""
        others = (text for name, text in cells.items() if name not in changed)
        if any(BEHIND in text for text in others):
            return cells
        return {name: cells[name] for name in changed}

    def repeated(self, text: str) -> str:
        return twice(text)


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
