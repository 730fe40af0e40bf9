"""Every way from one state of a chart to another, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.charts.chart import Chart, Goal

__all__ = ["Step", "StepKind", "steps"]


class StepKind(StrEnum):
    """Who makes a step: people, the clock, or the case by itself."""

    ACTIVITY = "activity"
    CLOCK = "clock"
    CHOICE = "choice"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One way to move, or to stay (``target`` is ``None``).

    ``name`` is the activity, ``clock(STATE, 72 hours)``, ``decide`` or ``done``.
    ``source`` and ``target`` are full names; the top is ``""``. ``at_top``: what is
    around the source stays, whatever the target.
    """

    name: str
    kind: StepKind
    source: str
    target: str | None
    resume: bool = False
    at_top: bool = False


def steps(chart: Chart) -> tuple[Step, ...]:
    """Return every step of a chart, in the document order of their sources."""
    found = [*_activities(chart), *_others(chart)]
    return tuple(sorted(found, key=lambda step: chart.by_name[step.source]))


def _activities(chart: Chart) -> Iterator[Step]:
    for entry in chart.entries:
        goal, source = entry.goal, chart.nodes[entry.node].name
        yield Step(
            entry.activity,
            StepKind.ACTIVITY,
            source,
            None if goal is None else chart.nodes[goal.node].name,
            resume=goal is not None and goal.resume,
            at_top=entry.at_top,
        )


def _others(chart: Chart) -> Iterator[Step]:
    for node in chart.nodes:
        ways: list[tuple[str, StepKind, Goal]] = [
            (timer.name, StepKind.CLOCK, timer.goal) for timer in node.timers
        ]
        ways += [("decide", StepKind.CHOICE, line.goal) for line in node.lines]
        if node.done is not None:
            ways.append(("done", StepKind.DONE, node.done))
        for name, kind, goal in ways:
            target = chart.nodes[goal.node].name
            yield Step(name, kind, node.name, target, resume=goal.resume)
