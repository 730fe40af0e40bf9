"""Deadlines and moves of the clock that cannot both be meant, and working days."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from katch_protocols.charts.calendars import WINDOW, Spans, years_known_in_part
from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.findings import Path, Severity
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.states import OnPause, State
from katch_protocols.proofs.kept.answer_cache import current
from katch_protocols.proofs.kept.canonical import digest_of
from katch_protocols.proofs.leaving import left_freely, never_left
from katch_protocols.proofs.time_sums import duration_of
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS, Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.spans import minutes, told
from katch_protocols.semantics.layout import resumed_in


@rule("deadline-never-broken", Severity.WARNING)
def _deadline_never_broken(context: Context) -> Iterator[Spot]:
    """A deadline that the clock's own move always forestalls."""
    for path, state in context.every(State):
        if state.within is None or state.within.start is not None:
            continue
        limit, users = state.within.limit, context.users(path)
        made = [context.handbook.protocols[name] for name in users]
        every = [Spans.of(context.handbook, each) for each in made]
        shorter = (
            timer
            for timer in state.after
            if every and all(each.is_shorter(timer.limit, limit) for each in every)
        )
        for timer in shorter:
            if not _may_be_late(context, path, str(timer.limit)):
                facts = {
                    "state": state.id,
                    **told("after", timer.limit),
                    **told("limit", limit),
                }
                yield Spot((*path, "within"), facts)
                break


def _may_be_late(context: Context, path: Path, limit: str) -> bool:
    """Tell whether a state may be taken up again as it was when its deadline is over.

    It may where its clock runs on in a pause, and where a timer that fires is what
    leaves it: the timer counts anew, and the deadline goes on.
    """
    return any(
        _goes_on(chart, node, limit)
        for chart in context.charts.values()
        for node in chart.nodes
        if node.path == path
    )


def _goes_on(chart: Chart, node: ChartNode, limit: str) -> bool:
    goals = [each.goal.node for each in node.timers if str(each.limit) == limit]
    for around in resumed_in(chart) & {node.index, *chart.ancestors(node.index)}:
        on_pause = chart.nodes[around].on_pause
        leaves = any(around not in chart.ancestors(goal) for goal in goals)
        if on_pause is OnPause.KEEP_RUNNING or (leaves and on_pause is OnPause.STOP):
            return True
    return False


@rule("deadline-unkeepable", Severity.ERROR)
def _deadline_unkeepable(context: Context) -> Iterator[Spot]:
    """Waits that must pass take longer than the limit."""
    found = {name: _found(context, each) for name, each in context.reached.items()}
    for name, each in context.reached.items():
        for path, facts in found[name].items():
            home = context.sound[name].node(facts["state"]).home
            uses = context.uses[home].every if home in context.uses else (each,)
            names = (use.chart.protocol.id for use in uses if _comes(use, path))
            if all(path in found[name] for name in names):
                yield Spot((*path, "within"), facts)


@rule("deadline-over-at-entry", Severity.NOTE)
def _deadline_over_at_entry(context: Context) -> Iterator[Spot]:
    """Steps before a state may use up its deadline, all of them in time."""
    seen_at: set[Path] = set()
    for name, reached in context.reached.items():
        uses = context.uses.get(name)
        if reached.endless or uses is None or not uses.is_compiled:
            continue
        never, passed_at = _found(context, reached), _over_at_entry(context, reached)
        for state, passed in passed_at.items():
            node = reached.chart.node(state)
            if node.path in seen_at or node.path in never:
                continue
            seen_at.add(node.path)
            if node.within is not None:
                facts = {
                    "state": node.bare,
                    "start": str(node.within.start),
                    **told("limit", node.within.limit),
                    **told("needed", duration_of(passed)),
                }
                yield Spot((*node.path, "within"), facts)


def _over_at_entry(context: Context, reached: Reach) -> Mapping[str, int]:
    """Return what may pass before states whose time counts from an earlier step."""
    chart, cases = reached.chart, reached.cases
    if cases is None or not any(node.clock_start for node in chart.nodes):
        return {}
    # Lazy: all that reckons with times is loaded only where something asks for it.
    from katch_protocols.proofs.timing.over_at_entry import (  # noqa: PLC0415
        over_at_entry,
    )

    return over_at_entry(chart, context.handbook, cases.explore)


@rule("nobody-must", Severity.WARNING)
def _nobody_must(context: Context) -> Iterator[Spot]:
    """A limit to leave a state that only powers leave."""
    for name, reached in context.reached.items():
        uses = context.uses.get(name)
        if uses is None or not uses.is_compiled:
            continue
        free = [
            {use.chart.nodes[at].path for at in _left_freely(use)} for use in uses.every
        ]
        for node in reached.chart.nodes:
            if node.home != name or node.within is None:
                continue
            coming = [
                (use, node.path in paths)
                for use, paths in zip(uses.every, free, strict=True)
                if _comes(use, node.path)
            ]
            # Where a use never leaves the state, another one says who does.
            if any(is_free for _, is_free in coming) and all(
                is_free or _never_leaves(use, node.path) for use, is_free in coming
            ):
                yield Spot((*node.path, "within"), {"state": node.bare})


def _never_leaves(reached: Reach, path: Path) -> bool:
    """Tell whether no case of a use leaves a state once it is there."""
    table, count = reached.table, reached.count if reached.is_whole else None
    here = [node.index for node in reached.chart.nodes if node.path == path]
    return table is not None and all(never_left(table, at, count) for at in here)


def _left_freely(reached: Reach) -> frozenset[int]:
    if reached.table is None:
        return frozenset()
    return left_freely(reached.table, reached.count if reached.is_whole else None)


def _found(context: Context, reached: Reach) -> Mapping[Path, Mapping[str, str]]:
    """Return the facts of each deadline that waits use up, of a protocol seen whole."""
    chart, cases = reached.chart, reached.cases
    if cases is None or not reached.is_whole:
        return {}
    if not any(node.timers for node in chart.nodes):
        return {}
    # Lazy: all that reckons with times is loaded only where the clock moves a case.
    from katch_protocols.proofs.timing.unkeepable import (  # noqa: PLC0415
        unkeepable_deadlines,
    )

    found = unkeepable_deadlines(
        chart,
        context.handbook,
        limit=MAX_CONFIGURATIONS,
        explore=cases.explore,
    )
    return {
        chart.node(each.state).path: {
            "state": each.state,
            "limit": str(each.limit),
            "start": each.start,
            "needed": str(each.needed),
        }
        for each in found
    }


def _comes(reached: Reach, path: Path) -> bool:
    """Tell whether some case of a use may come into what is written at a path."""
    nodes = reached.chart.nodes
    return any(nodes[index].path == path for index in reached.enterable)


@rule("timers-at-once", Severity.WARNING)
def _timers_at_once(context: Context) -> Iterator[Spot]:
    """Two moves of the clock that are due at the same instant."""
    for path, state in context.every(State):
        for one, other in combinations([timer.limit for timer in state.after], 2):
            if _span(one) == _span(other):
                facts = {"state": state.id, "first": str(one), "second": str(other)}
                yield Spot((*path, "after", str(other)), facts)


def _span(duration: Duration) -> tuple[Unit, int]:
    exact = minutes(duration)
    return (duration.unit, duration.amount) if exact is None else (Unit.MINUTES, exact)


@rule("calendar-known-in-part", Severity.WARNING)
def _calendar_known_in_part(context: Context) -> Iterator[Spot]:
    """Holidays that follow the moon, beyond their tables."""
    calendar = context.handbook.holidays
    spans = (duration for _, duration in context.every(Duration))
    if calendar is None or all(each.unit is not Unit.WORKING_DAYS for each in spans):
        return
    protocols = context.handbook.protocols.values()
    starts = {Spans.of(context.handbook, each).year for each in protocols}
    if not starts:
        return
    years = _years_known_in_part(calendar, min(starts), max(starts) + WINDOW)
    if years:
        facts = {"calendar": calendar, "first": str(years[0]), "last": str(years[-1])}
        yield Spot(("handbook", "holidays"), facts)


def _years_known_in_part(calendar: str, first: int, last: int) -> tuple[int, ...]:
    """Return what the library of holidays says, which is loaded once for a version."""
    cache = current()
    if cache is None:
        return years_known_in_part(calendar, first, last)
    key = digest_of("years-known-in-part", cache.version, calendar, first, last)
    told = cache.find(key)
    if told is None:
        told = {"years": list(years_known_in_part(calendar, first, last))}
        cache.put(key, told)
    return tuple(told["years"])


@rule("working-days-without-calendar", Severity.WARNING)
def _working_days_without_calendar(context: Context) -> Iterator[Spot]:
    """Working days in a handbook that names no calendar."""
    lost = {"handbook", "handbook.holidays"}
    if context.handbook.holidays is not None or context.incomplete & lost:
        return
    for path, duration in context.every(Duration):
        if duration.unit is Unit.WORKING_DAYS:
            yield Spot(path, {"limit": str(duration)})
