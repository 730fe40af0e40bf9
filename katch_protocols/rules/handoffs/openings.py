"""Cases beside: what may be opened where, who takes over, and what may be awaited."""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import Chart, Entry, EntryKind, NodeKind
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import NOBODY, TAKEN_UP, Activity, Elsewhere
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome, State
from katch_protocols.rules.context import Context
from katch_protocols.rules.placed import HeldHere, placed
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.lists import QUOTED

_AT_TOP = 4


@rule("end-not-awaited", Severity.WARNING)
def _end_not_awaited(context: Context) -> Iterator[Spot]:
    """An opened case may end in a way of which whoever awaits its ends never hears."""
    if "protocols" in context.incomplete:
        return
    for name, chart in context.sound.items():
        for protocol, first in _awaiting(chart).items():
            known = protocol in context.handbook.protocols
            if first.home != name or not known:
                continue
            told, ends = _told(chart, protocol), _ends(context, protocol)
            missing = [end for end in ends if end not in told]
            # An end that is not there is a finding of its own: a slip in its name.
            if missing and told <= {*ends}:
                facts = {
                    "protocol": name,
                    "other": protocol,
                    "ends": QUOTED.join(missing),
                }
                yield Spot((*first.path, "by"), facts)


def _awaiting(chart: Chart) -> Mapping[Id, Entry]:
    """Return the first signal that awaits an end of each protocol that is opened."""
    found: dict[Id, Entry] = {}
    for entry in chart.entries:
        for told in entry.act.raci.told_by if entry.is_signal else ():
            protocol, _, end = told.partition(".")
            if end and end != TAKEN_UP and protocol in chart.opened:
                found.setdefault(protocol, entry)
    return found


def _told(chart: Chart, protocol: Id) -> frozenset[str]:
    """Return the ends of an opened protocol that some signal tells."""
    every = (each for entry in chart.entries for each in entry.act.raci.told_by)
    parted = (each.partition(".") for each in every)
    return frozenset(end for of, _, end in parted if of == protocol) - {TAKEN_UP}


@rule("no-other-region", Severity.ERROR)
def _no_other_region(context: Context) -> Iterator[Spot]:
    """A case is opened in another region, and there is no other."""
    if context.incomplete & {"regions"} or len(context.handbook.regions) > 1:
        return
    for path, act in context.every(Activity):
        for position, each in enumerate(act.opens):
            if each.region is Elsewhere.ANOTHER:
                facts = {"activity": act.id, "protocol": each.protocol}
                yield Spot((*path, "opens", position), facts)


@rule("opens-at-start", Severity.ERROR)
def _opens_at_start(context: Context) -> Iterator[Spot]:
    """An end that opens a case is reached before anybody acts."""
    for name, reach in context.reached.items():
        for index in _begun(reach):
            node = reach.chart.nodes[index]
            is_end = node.kind is NodeKind.FINAL and node.parent == 0
            if node.opens and is_end and node.home == name:
                yield Spot((*node.path, "opens"), {"state": node.bare})


def _begun(reach: Reach) -> tuple[int, ...]:
    """Return the nodes that a case enters as it starts, however it is opened."""
    if reach.table is None:
        return ()
    starts = (row for row in reach.fired if _is_start(row))
    found = {*reach.table.entered}.union(*(row.entered for row in starts))
    return tuple(sorted(index for index in found if index < len(reach.chart.nodes)))


def _is_start(row: Row) -> bool:
    return row.entry is not None and row.entry.kind is EntryKind.START


@rule("opens-misplaced", Severity.ERROR)
def _opens_misplaced(context: Context) -> Iterator[Spot]:
    """A state that is no end of the protocol opens a case."""
    for path, state in context.every(State):
        if state.opens and not (state.final and len(path) == _AT_TOP):
            yield Spot((*path, "opens"), {"state": state.id})


@rule("signal-without-opening", Severity.ERROR)
def _signal_without_opening(context: Context) -> Iterator[Spot]:
    """What becomes of a case is awaited, and none is opened."""
    told: set[tuple[Path, Id]] = set()
    for name, chart in context.sound.items():
        for entry in chart.entries:
            if not entry.is_signal or entry.meanwhile:
                continue
            for protocol in entry.awaits:
                is_known = protocol in context.handbook.protocols
                if is_known and protocol not in chart.opened:
                    if (entry.path, protocol) in told:
                        continue
                    told.add((entry.path, protocol))
                    facts = {
                        "activity": entry.act.id,
                        "protocol": name,
                        "other": protocol,
                    }
                    yield Spot((*entry.path, "by"), facts)


@rule("transfer-without-receiver", Severity.GAP)
def _transfer_without_receiver(context: Context) -> Iterator[Spot]:
    """A case is transferred, and nobody takes it over."""
    for name, reach in context.reached.items():
        for child in reach.chart.root.children:
            node = reach.chart.nodes[child]
            is_own = node.outcome is Outcome.TRANSFERRED and node.home == name
            if not is_own or node.opens or child not in reach.entered:
                continue
            ways = [row.entry for row in reach.fired if child in row.entered]
            if reach.table is not None and child in reach.table.entered:
                ways.append(None)  # a case starts there
            if not all(_has_receiver(context, reach.chart, way) for way in ways):
                yield Spot(node.path, {"state": node.bare})


def _has_receiver(context: Context, chart: Chart, entry: Entry | None) -> bool:
    """Tell whether a move hands the case to somebody who takes it over."""
    if entry is None:
        return False
    if entry.opens:
        return True
    if entry.is_signal:
        ends = (each.rpartition(".")[2] for each in entry.act.raci.told_by)
        return all(end == TAKEN_UP for end in ends)
    if entry.kind is not EntryKind.ACKNOWLEDGE:
        return False
    return all(
        _takes_over(chart, entry, here) for here in placed(context, chart.protocol.id)
    )


def _takes_over(chart: Chart, entry: Entry, here: HeldHere) -> bool:
    """Tell whether another agency acknowledges, wherever anybody can."""
    holder = chart.nodes[entry.node].held_by
    before = set(here.agencies(holder)) if holder else set()
    doing = [
        role for role in entry.act.raci.by if here.holders.is_held(role, here.place)
    ]
    after = [set(here.agencies(role)) for role in doing]
    return all(each and not each & before for each in after)


@rule("unknown-end", Severity.ERROR)
def _unknown_end(context: Context) -> Iterator[Spot]:
    """An end that the protocol of the opened case does not have.

    That a state with an outcome is not final is told of itself.
    """
    if "protocols" in context.incomplete:
        return
    for path, act in context.every(Activity):
        for position, told in enumerate(act.raci.told_by):
            protocol, _, end = told.partition(".")
            if told == NOBODY or protocol not in context.handbook.protocols:
                continue
            if context.has_lost(("protocols", protocol), ("states",)):
                continue
            states = _states(context, protocol)
            ends = _ends(context, protocol)
            meant = end in states and states[end].outcome is not None
            if end != TAKEN_UP and end not in ends and not meant:
                facts = {"name": end, "protocol": protocol}
                near = nearest_names(end, (*ends, TAKEN_UP))
                yield Spot((*path, "by", position), facts, near)


def _ends(context: Context, protocol: Id) -> tuple[Id, ...]:
    states = _states(context, protocol)
    return tuple(name for name, state in states.items() if state.final)


def _states(context: Context, protocol: Id) -> Mapping[Id, State]:
    """Return the states at the top of a protocol, those of its fragments as well."""
    book = context.handbook.protocols[protocol]
    states: dict[Id, State] = {**book.states}
    for used in book.use:
        fragment = context.handbook.fragments.get(used)
        found: Mapping[Id, State] = {} if fragment is None else fragment.states
        states.update(found)
    return states
