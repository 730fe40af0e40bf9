"""The clocks of a case as plain data, states and duties by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.moved_clock import clock_of_parts
from katch_protocols.cases.owed import Moment
from katch_protocols.charts.chart import Chart

__all__ = ["clock_json", "clock_of", "parts_of"]


def clock_json(parts: ClockParts, chart: Chart) -> dict[str, Any]:
    """Return all that a clock knows; a moment is an instant and the event's number."""
    nodes = chart.nodes
    return {
        "entered": {
            nodes[node].name: _moment(at) for node, at in parts.entered.items()
        },
        "fired": {name: _moment(at) for name, at in parts.fired.items()},
        "happened": {name: _moment(at) for name, at in parts.happened.items()},
        "left": {nodes[node].name: at.isoformat() for node, at in parts.left.items()},
        "pauses": [
            [nodes[node].name, since.isoformat(), _moment(until)]
            for node, since, until in parts.pauses
        ],
        "owed": {
            str(number): [*_moment(since), kept]
            for number, (since, kept) in parts.owed.items()
        },
    }


def _moment(at: Moment) -> list[Any]:
    return [at[0].isoformat(), at[1]]


def clock_of(found: Mapping[str, Any], rules: ClockRules) -> CaseClock:
    """Return the clock of plain data; raises as ``parts_of`` does."""
    return clock_of_parts(rules, parts_of(found, rules.table.chart))


def parts_of(found: Mapping[str, Any], chart: Chart) -> ClockParts:
    """Return what a clock knew from plain data.

    Raises what plain Python raises where it has another shape.
    """
    nodes = chart.by_name
    return ClockParts(
        {nodes[name]: _read(at) for name, at in found["entered"].items()},
        {name: _read(at) for name, at in found["fired"].items()},
        {name: _read(at) for name, at in found["happened"].items()},
        {nodes[name]: datetime.fromisoformat(at) for name, at in found["left"].items()},
        tuple(
            (nodes[name], datetime.fromisoformat(since), _read(until))
            for name, since, until in found["pauses"]
        ),
        {
            int(number): (_read(at[:2]), bool(at[2]))
            for number, at in found["owed"].items()
        },
    )


def _read(found: Any) -> Moment:  # noqa: ANN401 - JSON
    at, number = found
    return datetime.fromisoformat(at), int(number)
