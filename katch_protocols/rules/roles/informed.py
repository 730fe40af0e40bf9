"""Who is asked and told."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import region_facts
from katch_protocols.rules.context import Context
from katch_protocols.rules.placed import clear_places
from katch_protocols.rules.rule import Spot, rule

_CHAIN = ("handbook", "escalation")


@rule("answers-to-itself", Severity.GAP, needs_whole=True)
def _answers_to_itself(context: Context) -> Iterator[Spot]:
    """Nobody outside an agency is told that it missed a deadline, or a duty's limit.

    The overseer of a deadline is whoever is told when it breaks. A role of several
    agencies, one of them the holder's, means the holder's own (its line manager).
    """
    # Where the handbook knows one agency only, there is nobody else to tell; a step of
    # the chain that could not be read may well tell another body.
    if len(context.handbook.agencies) == 1 or context.is_damaged(_CHAIN):
        return
    chain = tuple(step.tell for step in context.handbook.escalation)
    # Whoever bears a name that nobody declared may well be of another body.
    known = {*context.handbook.roles, *context.handbook.agencies}
    for name, chart in context.charts.items():
        for clock in _clocks(chart):
            told = clock.told or chain
            if clock.home != name or not told or not known.issuperset(told):
                continue
            places: dict[Id, list[Place]] = {}
            for agency, place in _told_alone(context, name, clock.held_by, told):
                places.setdefault(agency, []).append(place)
            for agency, where in places.items():
                facts = {
                    "state": clock.name,
                    "agency": agency,
                    **region_facts(where),
                }
                yield Spot(clock.path, facts)


def _told_alone(
    context: Context, protocol: Id, held_by: tuple[Id, ...], told: tuple[Id, ...]
) -> Iterator[tuple[Id, Place]]:
    """Yield each agency that holds a deadline and alone is told of it, and where."""
    for place in clear_places(context, protocol):
        for holder in held_by:
            agency = _alone(holder, told, context.holders[protocol], place)
            if agency is not None:
                yield agency, place


class _Overseen(Struct, frozen=True):
    """A deadline of a state or a duty's own, and who is told when it breaks."""

    name: Id
    home: Id
    held_by: tuple[Id, ...]
    told: tuple[Id, ...]
    path: Path


def _clocks(chart: Chart) -> Iterator[_Overseen]:
    for node in chart.nodes:
        if node.within is not None:
            path, held = (*node.path, "within"), _holders([node])
            yield _Overseen(node.bare, node.home, held, node.escalate_to, path)
    for duty in chart.duties:
        entry = chart.entries[duty.places[0]]
        act = entry.act
        held = _holders(chart.nodes[at] for at in duty.nodes)
        yield _Overseen(act.id, entry.home, held, act.escalate_to, duty.path)


def _holders(nodes: Iterable[ChartNode]) -> tuple[Id, ...]:
    """Return who holds one of the states in which a clock runs."""
    found = dict.fromkeys(node.held_by for node in nodes)
    return tuple(name for name in found if name is not None)


def _alone(
    holder: Id, told: tuple[Id, ...], holders: Holders, place: Place
) -> Id | None:
    """Return the holder of a deadline where it is the only one that is told."""
    held = holders.agencies(holder, place)
    heard = [holders.agencies(party, place) for party in told]
    # With several holders or with nobody told, other rules speak.
    if len(held) != 1 or not any(heard):
        return None
    return held[0] if all(held[0] in each for each in heard if each) else None


@rule("told-twice", Severity.WARNING)
def _told_twice(context: Context) -> Iterator[Spot]:
    """A list names an agency, and the same agency once more as a role."""
    holders = Holders(context.handbook)
    for path, act in context.every(Activity):
        for key in ("consult", "inform"):
            names: tuple[Id, ...] = getattr(act.raci, key)
            for position, name in enumerate(names):
                agency = _only_agency(holders, name)
                if agency != name and agency in names:
                    facts = {
                        "activity": act.id,
                        "key": key,
                        "role": name,
                        "agency": agency or "",
                    }
                    yield Spot((*path, key, position), facts)


def _only_agency(holders: Holders, name: Id) -> Id | None:
    """Return the agency that a name means in every region where it means any."""
    found = {each for place in holders.places for each in holders.everyone(name, place)}
    return found.pop() if len(found) == 1 else None


@rule("told-without-reason", Severity.WARNING)
def _told_without_reason(context: Context) -> Iterator[Spot]:
    """Asked or told of what it does, or asked of what it answers for.

    An alternative under ``by`` has a reason: another one may act. So has whoever
    answers and is told of what others did.
    """
    for name, chart in context.charts.items():
        for entry in chart.entries:
            if not entry.kind.is_written or entry.home != name:
                continue
            for key, knowing in _knowing(entry):
                names: tuple[Id, ...] = getattr(entry.act.raci, key)
                for position, party in enumerate(names):
                    if party in knowing:
                        facts = {"name": party, "activity": entry.act.id, "key": key}
                        yield Spot((*entry.path, key, position), facts)


def _knowing(entry: Entry) -> Iterator[tuple[str, frozenset[Id]]]:
    """Yield each list with those who need not stand there."""
    raci = entry.act.raci
    by = raci.by if len(raci.by) == 1 else ()
    doing = frozenset({*by, *raci.together_with})
    yield "consult", doing | frozenset(entry.accountable)
    yield "inform", doing
