"""A case goes on under another version of its protocol, from an image of its past."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.configuration_image import ImageGap
from katch_protocols.cases.deadlines import Due, running, timers
from katch_protocols.cases.event import Deed, EventExtras, EventKind
from katch_protocols.cases.image import go_on, image_json
from katch_protocols.cases.moved import Entered
from katch_protocols.cases.moved_clock import moved_clock
from katch_protocols.cases.retelling import Retelling, since_starts
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import UnknownNameError

__all__ = ["MIGRATED", "RetoldPast", "moved_case", "overdue_at", "retold"]

MIGRATED = "migrated"
"""What the log calls it, where it names activities."""


class RetoldPast(Struct, frozen=True):
    """The past of a case in another version; ``gaps`` are what has no image there."""

    retelling: Retelling
    gaps: tuple[ImageGap, ...]

    @property
    def word(self) -> int:
        """Where the case would go on."""
        return self.retelling.state.word


def retold(
    chapters: Sequence[CaseChapter],
    compiled: CompiledCase,
    told: Mapping[str, str] | None = None,
) -> RetoldPast:
    """Tell a running case in another version, and say what has no image there.

    ``told`` is where states went, if that is not for the text of the version to say.
    """
    retelling = Retelling(chapters, compiled, told)
    return RetoldPast(retelling, (*retelling.gaps, *_missing(retelling)))


def _missing(retelling: Retelling) -> Iterator[ImageGap]:
    state, handbook = retelling.state, retelling.compiled.handbook
    try:
        retelling.compiled.directory(state.region)
    except UnknownNameError:
        yield ImageGap("region", state.region or "")
    for link in state.links.values():
        if link.opening.protocol not in handbook.protocols:
            yield ImageGap("protocol", link.opening.protocol)


def moved_case(move: RetoldPast, before: CaseState, at: datetime) -> CaseState:
    """Return the case as it goes on, with the event ``migrated`` as the last one.

    ``before`` is the case under the version that it had; it has an image.
    """
    retelling, number = move.retelling, len(before.log)
    told, compiled = retelling.state, retelling.compiled
    nodes = compiled.chart.nodes
    active = [0, *compiled.table.active(told.word)]
    fresh = frozenset(range(len(nodes))) - retelling.images
    place, began = (told.word, active), (at, number)
    clock = moved_clock(retelling.clock, compiled.clocks, place, fresh, began)
    entered = {
        nodes[node].name: retelling.entered.get(node, number)
        for node in active
        if not nodes[node].children
    }
    past = Entered(entered, dict(since_starts(retelling)))
    migration: dict[str, Any] = {
        "from": before.compiled.edition.pin,
        "to": compiled.edition.pin,
        "moves": dict(retelling.said),
        "image": image_json(told, clock, retelling.seen, past),
    }
    state = CaseState(
        compiled,
        before.reference,
        before.region,
        before.opened,
        before.edition,
        before.beginning,
    )
    state.log, state.head = list(told.log), before.head
    more = EventExtras(migration=migration)
    state.write(Deed(EventKind.MIGRATED, MIGRATED), at, None, more)
    go_on(state, migration["image"], number)
    state.schedule_wake()
    return state


def overdue_at(state: CaseState, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return what is due before an instant: a state, a duty or a step, and when."""
    found = [(_name(due), due.at) for due in running(state) if due.at < now]
    found += [(timer.step, timer.at) for timer in timers(state) if timer.at < now]
    return tuple(found)


def _name(due: Due) -> str:
    return due.state if due.activity is None else due.activity
