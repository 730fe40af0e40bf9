"""The latest label of a stage, or those that are late: by a compiled loop if worth it.

The plain search of ``worst_labels.py`` is the definition. ``label_loop.py`` finds the
same labels in the same order, as arrays; a label is made only of what is told.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.timing.label_loop import FULL
from katch_protocols.proofs.timing.timed_product import TimedStep
from katch_protocols.proofs.timing.worst_labels import (
    MAX_LABELS,
    UNBOUNDED,
    TimeLabel,
    TimeLabels,
    TooManyLabelsError,
)
from katch_protocols.semantics.arrays import Places
from katch_protocols.semantics.kernels import loops
from katch_protocols.semantics.object_code import LoopModule

__all__ = ["late_labels", "latest_label"]

_EACH = 20
"""About how many steps by arrays a step along which labels are sought is worth."""

_FOUND = 50
"""And a label that the plain search has found."""

_PORTION = 1_000
"""After so many labels the plain search asks anew whether the loop is worth it."""

_ROOM = 1_000
"""For so many labels there is room at once, beside those that follow first ones."""

_LABEL = 50
"""About how many bytes a label fills as arrays, beside its times."""

_LOOPS = LoopModule("katch_protocols.proofs.timing.label_loop")

_Lists = tuple[NDArray[np.int64], Places]
"""Several lists as one, and where each begins in it."""


def latest_label(labels: TimeLabels, *, beyond: int) -> TimeLabel | None:
    """Return the first label that is due ``beyond``; else the first of the latest.

    ``None``: there is no label.

    Raises:
        TooManyLabelsError: There are more than ``MAX_LABELS``.
    """
    found = _compiled(labels, beyond, stops=True)
    if found is not None:
        return found.latest()
    latest: TimeLabel | None = None
    for number, label in enumerate(labels.search(beyond=beyond), 1):
        if latest is None or label.due > latest.due:
            latest = label
        if label.due > beyond:
            break
        if not number % _PORTION:
            found = _compiled(labels, beyond, stops=True, done=_PORTION)
            if found is not None:
                return found.latest()
    return latest


def late_labels(labels: TimeLabels, above: int, at: Flags) -> Iterator[TimeLabel]:
    """Yield the labels that are due after more than ``above``, but at some time.

    Only those of the configurations in ``at``; ways that do not lead there are left.

    Raises:
        TooManyLabelsError: There are more than ``MAX_LABELS``.
    """
    labels = TimeLabels(labels.stage, labels.limit, labels.most, labels.cap, at)
    found = _compiled(labels, UNBOUNDED, stops=False)
    if found is not None:
        yield from found.late(above, at)
        return
    told = 0
    for number, label in enumerate(labels.search(), 1):
        if not number % _PORTION:
            found = _compiled(labels, UNBOUNDED, stops=False, done=_PORTION)
            if found is not None:
                yield from islice(found.late(above, at), told, None)
                return
        if above < label.due < UNBOUNDED and at[label.place]:
            told += 1
            yield label


def _compiled(
    labels: TimeLabels, beyond: int, *, stops: bool, done: int = 0
) -> "_CompiledSearch | None":
    """Search by the loop, if it is worth it; so many labels were found without it."""
    first, steps = labels.stage.first_beginnings, labels.distinct
    work = _FOUND * done or _EACH * (len(first.targets) + len(steps[1]))
    if loops(work) is None or (compiled := _LOOPS.ready) is None:
        return None
    return _CompiledSearch(labels, compiled["search"], beyond, stops=stops)


def _joined(lists: Sequence[Sequence[Any]], width: int = 1) -> _Lists:
    ends = np.cumsum([0, *map(len, lists)])
    every = [each for one in lists for each in one]
    found = np.array(every, np.int64)
    return (found.reshape(-1, width) if width > 1 else found), ends


class _Room(NamedTuple):
    """Labels as arrays, each at its number; shapes: (labels,) where nothing is said.

    ``times`` (labels, the most that are kept anywhere). ``counts``: whether no other
    exceeds it. The labels of one configuration that count are a list: ``last``
    (configurations,) is the number of its last one, or -1, and ``onward`` leads on.
    """

    places: Places
    times: NDArray[np.int64]
    counts: Flags
    onward: Places
    last: Places
    dues: Places
    before: Places
    via: Places

    @staticmethod
    def of(size: int, width: int, count: int) -> "_Room":
        """Return room for so many labels, with ``width`` times each."""
        look(size * (_LABEL + 8 * width))
        return _Room(
            np.empty(size, np.int64),
            np.empty((size, width), np.int64),
            np.empty(size, np.bool_),
            np.empty(size, np.int64),
            np.full(count, -1, np.int64),
            *(np.empty(size, np.int64) for _ in range(3)),
        )

    def wider(self, size: int) -> "_Room":
        """Return room for more labels; those that there are stay."""
        found = _Room.of(size, self.times.shape[1], len(self.last))
        for old, new in zip(self, found, strict=True):
            new[: len(old)] = old
        return found


class _CompiledSearch:
    """The labels of a stage as arrays, in the order of discovery."""

    def __init__(
        self,
        labels: TimeLabels,
        search: Callable[..., int],
        beyond: int,
        *,
        stops: bool,
    ) -> None:
        self.labels, self.beyond = labels, beyond
        first, self.rows, self.targets = labels.distinct
        self.begun = labels.stage.first_beginnings
        kinds, together = labels.running.of_kinds, labels.running.together
        given = (
            self.begun.targets,
            _joined(
                [sorted(together.get(at, ())) for at in self.begun.targets.tolist()]
            ),
            (first, self.targets, np.array(labels.kinds, np.int64)[self.rows]),
            labels.running.kinds,
            _joined([each.due for each in kinds], 2),
            _joined([each.alike for each in kinds], 2),
            _joined([each.held for each in kinds]),
            _joined(self._renewed()),
        )
        # How many there are, were gone on from, have begun.
        state = np.zeros(3, np.int64)
        whole = np.zeros(len(labels.stage.clocks.starts), np.int64)
        width = max((len(each.held) for each in kinds), default=0)
        size = 4 * len(self.begun.targets) + _ROOM
        most = MAX_LABELS + 1 + int(np.diff(first).max(initial=0))
        asked = labels.most, labels.cap, beyond, stops
        self.room = _Room.of(size, width, len(labels.stage.owed))
        while search(state, *given, *self._halves(), *asked, whole) == FULL:
            if state[0] > MAX_LABELS:
                break
            size = min(4 * size, most)
            self.room = self.room.wider(size)
        self.count = min(int(state[0]), MAX_LABELS)
        self.are_too_many = int(state[0]) > MAX_LABELS

    def _halves(self) -> tuple[tuple[NDArray[Any], ...], tuple[NDArray[Any], ...]]:
        return self.room[:5], self.room[5:]

    def _renewed(self) -> list[list[int]]:
        """Return the starts that a step of each kind sets to its own time."""
        labels = self.labels
        found = {kind: labels.renewed_by(row) for row, kind in enumerate(labels.kinds)}
        return [
            sorted(found.get(kind, ())) for kind in range(max(found, default=0) + 1)
        ]

    def latest(self) -> TimeLabel | None:
        """Return what ``latest_label`` does."""
        dues = self.room.dues[: self.count]
        if not len(dues):
            return None
        late = int(np.argmax(dues > self.beyond))
        if dues[late] > self.beyond:
            return self._label(late)
        if self.are_too_many:
            raise TooManyLabelsError
        return self._label(int(np.argmax(dues)))

    def late(self, above: int, at: Flags) -> Iterator[TimeLabel]:
        """Yield what ``late_labels`` does."""
        places, dues = self.room.places[: self.count], self.room.dues[: self.count]
        found = (above < dues) & (dues < UNBOUNDED) & at[places]
        yield from map(self._label, np.flatnonzero(found).tolist())
        if self.are_too_many:
            raise TooManyLabelsError

    def _label(self, number: int) -> TimeLabel:
        """Return a label with all before it."""
        room, numbers = self.room, [number]
        while room.before[numbers[-1]] >= 0:
            numbers.append(int(room.before[numbers[-1]]))
        first = numbers.pop()
        source, row, place = (int(each[room.via[first]]) for each in self.begun)
        times, due = self._times(first)
        label = self.labels.beginning(source, row, place, times, due)
        for at in reversed(numbers):
            row, target = (
                int(each[room.via[at]]) for each in (self.rows, self.targets)
            )
            step = TimedStep(row, target, fresh=False)
            label = TimeLabel(target, *self._times(at), label, step)
        return label

    def _times(self, number: int) -> tuple[tuple[int, ...], int]:
        """Return the times and the due of a label."""
        held = self.labels.running.at(int(self.room.places[number])).held
        times = self.room.times[number, : len(held)].tolist()
        return tuple(times), int(self.room.dues[number])
