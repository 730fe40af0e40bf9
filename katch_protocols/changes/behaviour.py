"""Which cases only one of two versions allows, each with a shortest one to show."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Answerable
from katch_protocols.changes.called_now import now
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.side_by_side import (
    DEFAULT_PAIRS,
    End,
    Only,
    SharedEvent,
    side_by_side,
)
from katch_protocols.semantics.table import Row, Table

__all__ = ["Behaviour", "Likeness", "Witness", "WitnessStep", "behaviour"]


class Likeness(StrEnum):
    """How the cases of two versions compare.

    ``not compared``: a version means nothing yet, is missing, or is too large to
    compile.
    """

    SAME = "same"
    DIFFERENT = "different"
    NOT_EXHAUSTED = "not exhausted"
    NOT_COMPARED = "not compared"


class WitnessStep(Answerable, Struct, frozen=True):
    """A step of a case; without an activity the case ends with ``outcome``.

    All is called as in the version that allows the case. ``state`` is where the step
    is declared, ``by`` who may do it. A step of the clock has a ``limit``; its activity
    reads ``clock(STATE, 1 day)``.
    """

    KEYS = (
        "activity=done",
        "records=recorded",
        "by",
        "state=at",
        "after=limit",
        "outcome",
    )

    activity: str
    records: tuple[tuple[str, str], ...] = ()
    by: tuple[Id, ...] = ()
    state: str = ""
    limit: Duration | None = None
    outcome: Outcome | None = None

    @property
    def done(self) -> str | None:
        """The activity, if there is one."""
        return self.activity or None

    @property
    def recorded(self) -> Mapping[str, str]:
        """The facts that were recorded, with their values."""
        return dict(self.records)

    @property
    def at(self) -> str | None:
        """The state, if it is known."""
        return self.state or None


class Witness(Answerable, Struct, frozen=True):
    """A shortest case that one version allows and the other does not.

    Both allow every step but the last. ``ADDED``: possible now, not before.
    """

    KEYS = ("change=kind", "steps")

    kind: ChangeKind
    steps: tuple[WitnessStep, ...]

    @property
    def mirrored(self) -> "Witness":
        """The same case, seen back."""
        return replace(self, kind=self.kind.mirrored)


class Behaviour(Answerable, Struct, frozen=True):
    """Which cases of a protocol are possible in one version only.

    One witness an activity and direction, the shortest first; ``compared`` is how many
    pairs of configurations were looked at.
    """

    KEYS = ("protocol", "likeness", "compared", "cases=witnesses")

    protocol: Id
    likeness: Likeness
    witnesses: tuple[Witness, ...] = ()
    compared: int = 0

    @property
    def mirrored(self) -> "Behaviour":
        """The same comparison, seen back."""
        return replace(self, witnesses=tuple(each.mirrored for each in self.witnesses))


def behaviour(
    protocol: Id,
    before: Chart,
    after: Chart,
    moves: Mapping[str, str],
    *,
    limit: int = DEFAULT_PAIRS,
) -> Behaviour:
    """Compare all cases of two versions, up to about ``limit`` pairs of configurations.

    Who acts is not looked at: that is told by the duties. ``moves`` gives the full name
    that a state has now, by the one that it had.
    """
    try:
        one, other = compile_chart(before), compile_chart(after)
    except BoundError:
        return Behaviour(protocol, Likeness.NOT_COMPARED)
    found = side_by_side(_renamed(one, moves), other, limit=limit)
    witnesses = [
        *(_witness(ChangeKind.ADDED, each, other, {}) for each in found.second),
        *(_witness(ChangeKind.REMOVED, each, one, moves) for each in found.first),
    ]
    likeness = Likeness.DIFFERENT if witnesses else Likeness.SAME
    if not witnesses and not found.exhausted:
        likeness = Likeness.NOT_EXHAUSTED
    return Behaviour(protocol, likeness, tuple(witnesses), found.pairs)


def _renamed(table: Table, moves: Mapping[str, str]) -> Table:
    """Return a table whose steps are called as in the later version."""
    if not moves:
        return table
    rows = (replace(row, activity=now(row.activity, moves)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _witness(
    kind: ChangeKind, only: Only, table: Table, moves: Mapping[str, str]
) -> Witness:
    """Tell a case in the names of the version that allows it, which ``table`` has."""
    return Witness(kind, tuple(_steps(only, table, moves)))


def _steps(only: Only, table: Table, moves: Mapping[str, str]) -> Iterator[WitnessStep]:
    word = table.initial
    for event in (*only.before, only.last):
        if isinstance(event, End):
            yield WitnessStep("", outcome=event.outcome)
            return
        row = _row(table, word, event, moves)
        word = row.after(word)
        act = row.entry.act if row.entry is not None else None
        yield WitnessStep(
            row.activity,
            row.records,
            () if act is None else act.raci.by,
            table.chart.nodes[row.node].name,
            row.timer.limit if row.timer is not None else None,
        )


def _row(table: Table, word: int, event: SharedEvent, moves: Mapping[str, str]) -> Row:
    """Return the row that takes a step, which is called as in the later version."""
    return next(
        row
        for row in table.possible(word)
        if now(row.activity, moves) == event.activity
        and tuple(sorted(row.records)) == event.records
    )
