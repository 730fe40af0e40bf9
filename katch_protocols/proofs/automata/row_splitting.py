"""Split a row by questions about the configuration in which it is taken.

Rows that look alike to some questions have the same parts: they are found once, and
kept with the layout.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from msgspec import field as struct_field

from katch_protocols.budget import tick
from katch_protocols.in_use import InUse
from katch_protocols.semantics.cubes import Cube, cover, cross
from katch_protocols.semantics.layout import FieldKind, Layout
from katch_protocols.semantics.symbolic_state import Script, SymbolicState
from katch_protocols.semantics.table import Row

__all__ = ["RowPart", "RowQuestion", "split"]


@dataclass(frozen=True)
class RowQuestion:
    """A yes-or-no question about the configuration just before an event.

    ``about`` says all that it asks: those that say the same have the same answers.
    ``parts`` are the questions that it is made of, if it asks nothing else.
    """

    about: Hashable
    answer: Callable[[SymbolicState], bool] = field(compare=False)
    parts: tuple["RowQuestion", ...] = field(default=(), compare=False)

    @cached_property
    def _hash(self) -> int:
        return hash(self.about)

    def __hash__(self) -> int:
        """Tell what says the same, at once: a condition takes long to hash."""
        return self._hash


class RowPart(NamedTuple):
    """A row restricted to where the questions have these answers."""

    row: Row
    answers: tuple[bool, ...]


_Part = tuple[Cube, tuple[bool, ...]]
"""What a part asks beside its row, and the answers there."""


def split(
    layout: Layout, row: Row, questions: Sequence[RowQuestion], *, changed: bool = False
) -> Iterator[RowPart]:
    """Yield the parts of a row, disjoint and together the whole of it.

    ``changed``: facts and documents count as the row leaves them (the question is
    about a state entered), states as they were before the step.
    """
    if not questions:
        yield RowPart(row, ())
        return
    splits = _splits.of((layout,), lambda: _Splits(layout))
    for (mask, match), answers in splits.parts(row, tuple(questions), changed=changed):
        narrow = row
        if mask:
            asked = row.mask | mask, row.match | match
            narrow = row.written(*asked, row.clear, row.set)
        yield RowPart(narrow, answers)


_Looks = tuple[int, int, tuple[tuple[int, int], ...]]
"""How a row looks to some questions: mask, match, and the codes that it wrote."""


class _AskedFields(Struct, frozen=True):
    """The fields that some questions may look at, and the parts that are known."""

    fields: tuple[int, ...]
    mask: int
    known: dict[_Looks, tuple[_Part, ...]] = struct_field(default_factory=dict)


class _Splits(Struct, frozen=True):
    """The parts of the rows of one layout."""

    layout: Layout
    _asked: dict[tuple[tuple[RowQuestion, ...], bool], _AskedFields] = struct_field(
        default_factory=dict
    )
    _looked_at: dict[RowQuestion, frozenset[int]] = struct_field(default_factory=dict)

    def parts(
        self, row: Row, questions: tuple[RowQuestion, ...], *, changed: bool
    ) -> Sequence[_Part]:
        """Return the parts of a row; of all that look alike the same."""
        layout = self.layout
        asked = self._asked.get((questions, changed))
        if asked is None:
            asked = self._asked[questions, changed] = self._asked_by(questions)
        written = _changes(layout, row, asked.fields) if changed else {}
        mask, match = row.mask & asked.mask, row.match & asked.mask
        looks = mask, match, tuple(written.items())
        found = None if row.match < 0 else asked.known.get(looks)
        if found is not None:
            return found
        known = _known(layout, row, range(len(layout.fields)))
        if row.match < 0 or not all(known.values()):
            # No word is so, and then anything may be looked at.
            every = _changes(layout, row, range(len(layout.fields)))
            written = every if changed else {}
            return tuple(_found(layout, row.activity, known, written, questions))
        found = tuple(_found(layout, row.activity, known, written, questions))
        asked.known[looks] = found
        return found

    def _asked_by(self, questions: Sequence[RowQuestion]) -> _AskedFields:
        fields = sorted(frozenset().union(*map(self._fields, questions)))
        mask = sum(self.layout.fields[at].mask for at in fields)
        return _AskedFields(tuple(fields), mask)

    def _fields(self, question: RowQuestion) -> frozenset[int]:
        """Return the fields that a question looks at in some configuration.

        Who knows less may get every answer that who knows more gets, and so looks at
        all that the other looks at.
        """
        if question.parts:
            return frozenset().union(*map(self._fields, question.parts))
        found = self._looked_at.get(question)
        if found is None:
            fields: set[int] = set()
            scripts: list[Script] = [()]
            while scripts:
                tick()
                sketch = _FieldRecorder(self.layout, scripts.pop(), fields)
                question.answer(sketch)
                scripts.extend(sketch.open)
            found = self._looked_at[question] = frozenset(fields)
        return found


class _FieldRecorder(SymbolicState):
    """Knows nothing, and notes what is looked at."""

    def __init__(self, layout: Layout, script: Script, fields: set[int]) -> None:
        super().__init__(layout, {}, script)
        self.fields = fields

    def among(self, field: int, codes: frozenset[int]) -> bool:
        self.fields.add(field)
        return super().among(field, codes)


_splits = InUse[_Splits](32)


def _found(
    layout: Layout,
    activity: str,
    known: Mapping[int, frozenset[int]],
    written: Mapping[int, int],
    questions: Sequence[RowQuestion],
) -> Iterator[_Part]:
    scripts: list[Script] = [()]
    while scripts:
        tick()
        sketch = SymbolicState(layout, known, scripts.pop())
        sketch.written.update(written)
        answers = tuple(question.answer(sketch) for question in questions)
        scripts.extend(sketch.open)
        covers = (
            cover(layout.fields[field], codes, known.get(field, layout.domains[field]))
            for field, codes in sorted(sketch.asked.items())
        )
        for cube in cross(covers, activity):
            yield cube, answers


def _known(
    layout: Layout, row: Row, fields: Iterable[int]
) -> dict[int, frozenset[int]]:
    """Return the codes that the row's own condition leaves to some fields."""
    known = {}
    for index in fields:
        field = layout.fields[index]
        if row.mask & field.mask:
            mask, match = field.code(row.mask), field.code(row.match)
            known[index] = frozenset(
                code for code in layout.domains[index] if code & mask == match
            )
    return known


def _changes(layout: Layout, row: Row, fields: Iterable[int]) -> dict[int, int]:
    return {
        index: layout.fields[index].code(row.set)
        for index in fields
        if layout.fields[index].kind is not FieldKind.REGION
        and row.clear & layout.fields[index].mask
    }
