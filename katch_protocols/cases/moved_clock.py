"""The clocks of a case that moves to another version: they keep their start, or begin.

A clock keeps its start where its state stands for one of the version before; what was
not there before begins with the move.
"""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.owed import Moment
from katch_protocols.semantics.table import Table

__all__ = ["begun_at", "clock_of_parts", "moved_clock"]


def clock_of_parts(rules: ClockRules, parts: ClockParts) -> CaseClock:
    """Return the clock that knows what the parts say."""
    clock = CaseClock(rules, EVER, 0, ())
    clock.put(parts)
    return clock


def begun_at(
    clock: CaseClock,
    rules: ClockRules,
    entered: Mapping[int, Moment],
    owed: Mapping[int, tuple[Moment, bool]],
) -> None:
    """Let clocks of nodes and duties begin at other moments than they did."""
    parts = clock.parts
    known = {node: at for node, at in entered.items() if node in rules.clocked}
    clock.put(
        replace(
            parts,
            entered={**parts.entered, **known},
            owed={**parts.owed, **owed},
        )
    )


def _left(table: Table, word: int, active: Collection[int]) -> Iterator[int]:
    """Yield what was left and can be taken up again, and what stands inside it."""
    layout, nodes = table.layout, table.chart.nodes
    for region in layout.kept.difference(active):
        code = table.fields[layout.regions[region]].code(word)
        if code:
            inside = nodes[region].children
            yield region
            yield from (node for node in inside if layout.codes.get(node) == code)


def moved_clock(
    clock: CaseClock,
    rules: ClockRules,
    place: tuple[int, Collection[int]],
    fresh: AbstractSet[int],
    at: Moment,
) -> CaseClock:
    """Return the clock of a case that moved to a place: a word, and its active nodes.

    Whatever runs there and has not begun begins now, and so does what is ``fresh``: a
    state that stands for none of the version before. What was left and can be taken up
    again counts as running: it is taken up as it was.
    """
    word, active = place
    parts = clock.parts
    standing = {*active, *_left(rules.table, word, active)}
    running = [node for node in sorted(rules.clocked) if node in standing]
    entered = {
        **dict.fromkeys(running, at),
        **parts.entered,
        **{node: at for node in running if node in fresh},
    }
    owed: dict[int, tuple[Moment, bool]] = {}
    for number, rule in enumerate(rules.duties):
        known, duty = parts.owed.get(number), rule.duty
        if known is None and (not rule.is_on(word) or duty.after_first):
            continue
        if not rule.is_on(word) and not rule.is_held(word):
            continue
        is_fresh = known is None or fresh >= frozenset(duty.nodes)
        owed[number] = (at, False) if known is None or is_fresh else known
    return clock_of_parts(rules, replace(parts, entered=entered, owed=owed))
