"""The steps of a protocol's cases: each needs one person, who does it or takes part."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.charts.duration_bounds import Spans
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AboutPeople, Enforcement, Safeguard
from katch_protocols.staffing.hours import deadline
from katch_protocols.staffing.naming import entries_of

__all__ = ["Part", "Step", "steps"]


class Part(StrEnum):
    """What somebody does in an activity."""

    DOES = "does"
    TAKES_PART = "takes-part"


@dataclass(frozen=True)
class Step:
    """One person's part in one activity; ``roles`` are those of which any one will do.

    ``entries`` are the places in the chart at which it is needed, ``urgent`` those of
    them at which ``limit`` can end while offices are closed. ``language``: that of the
    child, where somebody interprets. ``safeguard``: the sentence that brings the step,
    where the activity itself does not name the role.
    """

    activity: str
    part: Part
    roles: tuple[Id, ...]
    entries: frozenset[int]
    qualified: tuple[Id, ...] = ()
    urgent: frozenset[int] = frozenset()
    limit: Duration | None = None
    language: str | None = None
    safeguard: Id | None = None


def steps(
    chart: Chart,
    handbook: Handbook,
    languages: Sequence[str],
    safeguards: Mapping[Id, Safeguard],
    happening: Collection[int],
) -> tuple[Step, ...]:
    """Return the steps of every activity that happens in some case.

    Args:
        chart: the protocol.
        handbook: the handbook that it belongs to.
        languages: what children speak; an interpreter is needed in each of them.
        safeguards: the sentences that bind; ``A with ROLE`` can bring a step.
        happening: the positions of the entries that some case can use.
    """
    spans = Spans.of(handbook, chart.protocol)
    found: dict[Step, list[int]] = {}
    limits = {
        place: deadline(chart.entries[place], chart, spans)
        for place in sorted(happening)
    }
    for place in limits:
        entry = chart.entries[place]
        for step in _of_entry(entry):
            for each in _spoken(step, handbook, languages):
                found.setdefault(each, []).append(place)
    for step, places in _by_safeguards(chart, safeguards, happening):
        for each in _spoken(step, handbook, languages):
            found.setdefault(each, []).extend(places)
    return tuple(_timed(step, places, limits) for step, places in found.items())


def _of_entry(entry: Entry) -> Iterator[Step]:
    raci, nowhere = entry.act.raci, frozenset[int]()
    if raci.by:
        trained = tuple(sorted(entry.act.qualified))
        yield Step(entry.activity, Part.DOES, raci.by, nowhere, trained)
    for role in dict.fromkeys(raci.together_with):
        yield Step(entry.activity, Part.TAKES_PART, (role,), nowhere)


def _spoken(step: Step, handbook: Handbook, languages: Sequence[str]) -> Iterator[Step]:
    """Yield the step once for each language, where somebody interprets."""
    roles = (handbook.roles.get(role) for role in step.roles)
    if not languages or not any(role is not None and role.interprets for role in roles):
        yield step
        return
    for language in languages:
        yield Step(
            step.activity,
            step.part,
            step.roles,
            step.entries,
            step.qualified,
            language=language,
            safeguard=step.safeguard,
        )


def _by_safeguards(
    chart: Chart, safeguards: Mapping[Id, Safeguard], happening: Collection[int]
) -> Iterator[tuple[Step, list[int]]]:
    """Yield what ``A with ROLE`` asks for and the activity does not."""
    for name, safeguard in safeguards.items():
        rule = safeguard.rule
        if not (isinstance(rule, AboutPeople) and rule.enforcement is Enforcement.WITH):
            continue
        (event,), (role,) = rule.done, rule.parties
        for place in sorted(entries_of(chart, event) & frozenset(happening)):
            entry = chart.entries[place]
            raci = entry.act.raci
            if role in raci.together_with or raci.by == (role,):
                continue
            part, roles = Part.TAKES_PART, (role,)
            nowhere = frozenset[int]()
            step = Step(entry.activity, part, roles, nowhere, safeguard=name)
            yield step, [place]


def _timed(
    step: Step,
    places: Sequence[int],
    limits: Mapping[int, tuple[Duration, bool] | None],
) -> Step:
    hurried = {place: found for place in places if (found := limits[place])}
    urgent = [place for place, (_, is_urgent) in hurried.items() if is_urgent]
    first = min(
        urgent or hurried, key=lambda place: _rank(hurried[place][0]), default=None
    )
    return Step(
        step.activity,
        step.part,
        step.roles,
        frozenset(places),
        step.qualified,
        frozenset(urgent),
        None if first is None else hurried[first][0],
        step.language,
        step.safeguard,
    )


_HOURS = {"minutes": 1 / 60, "hours": 1, "days": 24, "working days": 24, "weeks": 168}


def _rank(limit: Duration) -> float:
    return limit.amount * _HOURS.get(str(limit.unit), 730)
