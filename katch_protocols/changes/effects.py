"""What a change means for whom: duties and deadlines.

Everything is read from charts, so what is inherited, merged or bound in a region
counts as if it were written out.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct

from katch_protocols.changes.nouns import (
    ChangeKind,
    DeadlineChange,
    DutyChange,
    Term,
)
from katch_protocols.changes.version import HandbookVersion, paired
from katch_protocols.charts.chart import Chart, ChartDuty, ChartNode, Entry
from katch_protocols.charts.holders import Place
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.parties import Whose
from katch_protocols.duties.raci import parts_at, raci
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.noun import Id

__all__ = ["deadline_changes", "duty_changes"]

_Opened = tuple[Id, str, Id, bool]
"""A protocol, what opens there, what protocol it opens, and whether elsewhere."""

Held = tuple[Id, Id, str, Part]
"""An agency, a protocol, an activity, and the part that the agency has in it."""


def duty_changes(
    before: HandbookVersion, after: HandbookVersion
) -> tuple[DutyChange, ...]:
    """Return each part in an activity that an agency gains or loses.

    A part that it has in both versions is told by the regions where it gains or loses
    it, among those that both versions have.
    """
    known = {*before.parties.places} & {*after.parties.places} - {None}
    found: list[DutyChange] = []
    for held, one, other in paired(_held(before), _held(after)):
        if one is None and other is not None:
            found.append(DutyChange(*held, ChangeKind.ADDED, _told(other, after)))
        elif one is not None and other is None:
            found.append(DutyChange(*held, ChangeKind.REMOVED, _told(one, before)))
        elif one is not None and other is not None:
            gained = tuple(each for each in other if each in known and each not in one)
            lost = tuple(each for each in one if each in known and each not in other)
            for kind, places in (
                (ChangeKind.ADDED, gained),
                (ChangeKind.REMOVED, lost),
            ):
                if places:
                    found.append(DutyChange(*held, kind, _regions(places)))
    return tuple(found)


def _held(version: HandbookVersion) -> Mapping[Held, dict[Place, None]]:
    """Return who has which part in what, and in which places."""
    found: dict[Held, dict[Place, None]] = {}
    for chart in version.charts.values():
        for duty in raci(chart, version.parties):
            for place in version.parties.places:
                for part, _, agencies in parts_at(duty, version.parties, place):
                    for agency in agencies:
                        name = version.now(duty.protocol, duty.activity)
                        held = version.called.body(agency), duty.protocol, name, part
                        found.setdefault(held, {})[place] = None
    return found


def _told(places: Collection[Place], version: HandbookVersion) -> tuple[Id, ...]:
    """Return the regions, or nothing where it is so in all of them."""
    is_everywhere = len(places) == len(version.parties.places)
    return () if is_everywhere else _regions(places)


def _regions(places: Iterable[Place]) -> tuple[Id, ...]:
    return tuple(place for place in places if place is not None)


def deadline_changes(
    before: HandbookVersion, after: HandbookVersion
) -> tuple[DeadlineChange, ...]:
    """Return each deadline that is new, gone, or other than it was."""
    found: list[DeadlineChange] = []
    for (protocol, state), one, other in paired(_timed(before), _timed(after)):
        terms = _term(one, protocol, before), _term(other, protocol, after)
        if terms[0] == terms[1]:
            continue
        agencies: set[Id] = set()
        awaiting = None
        for node, version in ((one, before), (other, after)):
            if node is not None:
                agencies.update(_bound(node, version.charts[protocol], version))
                if node.awaiting is not None:
                    awaiting = version.now(protocol, node.awaiting)
        bound = tuple(sorted(agencies))
        found.append(DeadlineChange(protocol, state, bound, *terms, awaiting))
    return (*found, *_duty_changes(before, after), *_opening_changes(before, after))


class _Clocked(Struct, frozen=True):
    """One clock of a duty; ``states`` are those in which it runs, as named now."""

    duty: ChartDuty
    chart: Chart
    states: tuple[str, ...]

    def apart(self, other: "_Clocked") -> int:
        """How many states only one of two clocks runs in."""
        return len({*self.states} ^ {*other.states})


def _duty_changes(
    before: HandbookVersion, after: HandbookVersion
) -> Iterator[DeadlineChange]:
    """Yield the clocks of duties that are new, gone, or other than they were."""
    for key, olds, news in paired(_clocked(before), _clocked(after)):
        protocol, activity, every = key
        for state, one, other in _same_clocks(olds or [], news or []):
            terms = (
                _duty_term(one, protocol, before),
                _duty_term(other, protocol, after),
            )
            if terms[0] == terms[1]:
                continue
            busy = (*_busy(one, before), *_busy(other, after))
            bound = tuple(sorted({*busy}))
            yield DeadlineChange(
                protocol, state, bound, *terms, activity=activity, every=every
            )


def _same_clocks(
    olds: Sequence[_Clocked], news: Sequence[_Clocked]
) -> Iterator[tuple[str, _Clocked | None, _Clocked | None]]:
    """Pair the clocks of one duty that share states, the most alike first.

    Each pair comes with its first state. Their order tells no clocks apart.
    """
    alike = sorted(
        (one.apart(other), at, was_at)
        for at, other in enumerate(news)
        for was_at, one in enumerate(olds)
        if not {*one.states}.isdisjoint(other.states)
    )
    was: dict[int, int] = {}
    for _, at, was_at in alike:
        if at not in was and was_at not in was.values():
            was[at] = was_at
    for at, other in enumerate(news):
        yield other.states[0], olds[was[at]] if at in was else None, other
    for was_at, one in enumerate(olds):
        if was_at not in was.values():
            yield one.states[0], one, None


def _busy(found: _Clocked | None, version: HandbookVersion) -> Iterator[Id]:
    """Yield who does a duty, or answers for it, in any state where its clock runs."""
    if found is None:
        return
    for place in found.duty.places:
        entry = found.chart.entries[place]
        yield from version.anywhere(entry.act.raci.by, Whose.ACTING)
        yield from _answering(entry, version)


def _answering(entry: Entry, version: HandbookVersion) -> Iterator[Id]:
    known = [name for name in entry.accountable if name != ACTOR]
    yield from version.anywhere(known)


def _clocked(version: HandbookVersion) -> Mapping[tuple[Id, str, bool], list[_Clocked]]:
    found: dict[tuple[Id, str, bool], list[_Clocked]] = {}
    for name, chart in version.charts.items():
        for duty in chart.duties:
            if chart.entries[duty.places[0]].home == name:
                nodes = (chart.nodes[at].name for at in duty.nodes)
                states = tuple(version.now(name, each) for each in nodes)
                key = name, version.now(name, duty.activity), duty.again
                found.setdefault(key, []).append(_Clocked(duty, chart, states))
    return found


def _duty_term(
    found: _Clocked | None, protocol: Id, version: HandbookVersion
) -> Term | None:
    if found is None:
        return None
    duty = found.duty
    start = None if duty.start is None else version.now(protocol, duty.start)
    return Term(duty.limit.limit, duty.limit.basis, start)


class _Opening(Struct):
    """By when the cases that one activity or end opens are taken up, and by whom."""

    state: str
    terms: dict[Term, None]
    agencies: set[Id]


def _opening_changes(
    before: HandbookVersion, after: HandbookVersion
) -> Iterator[DeadlineChange]:
    """Yield the times to take an opened case up that are not what they were."""
    for key, one, other in paired(_openings(before), _openings(after)):
        protocol, opener, opened, _ = key
        olds, news = one.terms if one else {}, other.terms if other else {}
        agencies = {each for found in (one, other) if found for each in found.agencies}
        state = next(found.state for found in (other, one) if found)
        activity = None if opener == state else opener
        gone = [each for each in olds if each not in news]
        new = [each for each in news if each not in olds]
        for terms in zip_longest(gone, new):
            bound = tuple(sorted(agencies))
            yield DeadlineChange(
                protocol, state, bound, *terms, activity=activity, opens=opened
            )


def _openings(version: HandbookVersion) -> Mapping[_Opened, _Opening]:
    """Return the clocks of opened cases: each binds its receivers and the opener."""
    found: dict[_Opened, _Opening] = {}
    for name, chart in version.charts.items():
        for opener, each in chart.own_openings:
            if each.within is None:
                continue
            entries = [one for one in chart.entries if _is_opener(one, opener, chart)]
            is_end = opener in chart.by_name
            at = chart.by_name[opener] if is_end else entries[0].node
            key = name, version.now(name, opener), *each.key
            state = version.now(name, chart.nodes[at].name)
            one = found.setdefault(key, _Opening(state, {}, set()))
            start = each.within.start
            since = None if start is None else version.now(name, str(start))
            one.terms[Term(each.within.limit, each.within.basis, since)] = None
            one.agencies.update(version.anywhere(each.receivers))
            for entry in entries:
                one.agencies.update(_answering(entry, version))
    return found


def _is_opener(entry: Entry, opener: str, chart: Chart) -> bool:
    """Tell whether an entry is what opens a case, or leads to the end that does."""
    aim = entry.hands_to or entry.goal
    at_end = aim is not None and chart.nodes[aim.node].name == opener
    return at_end or entry.activity == opener


def _timed(version: HandbookVersion) -> Mapping[tuple[Id, str], ChartNode]:
    return {
        (name, version.now(name, node.name)): node
        for name, chart in version.charts.items()
        for node in chart.nodes
        if node.within is not None and node.home == name
    }


def _term(
    node: ChartNode | None, protocol: Id, version: HandbookVersion
) -> Term | None:
    if node is None or node.within is None:
        return None
    start = node.clock_start
    if start is not None:
        start = version.now(protocol, start)
    return Term(node.within.limit, node.within.basis, start)


def _bound(node: ChartNode, chart: Chart, version: HandbookVersion) -> Iterator[Id]:
    """Yield whom a deadline binds: who holds the state, or holds anything inside it.

    While a handover waits, whoever must acknowledge it is bound too.
    """
    names = [*chart.receivers(node.index)]
    inside = (
        other
        for other in chart.nodes
        if node.index in {other.index, *chart.ancestors(other.index)}
    )
    held = [node.held_by] if node.held_by else [other.held_by for other in inside]
    names += [name for name in held if name is not None]
    yield from version.anywhere(names)
