"""The truth as ``katch roles --format json`` tells it; every other output is compared.

A title is not in that answer: it is looked up in the protocol by the activity's id.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.charts.chart import Chart
from tests.telling.names import Names
from tests.telling.rows import BINDING, PARTS, Cell, Due, Row

__all__ = ["cells", "counts", "due", "rows", "titled"]

Json = Mapping[str, Any]


def due(duty: Json) -> Due | None:
    found = duty["deadline"]
    if found is None:
        return None
    amount, _, unit = found["limit"].partition(" ")
    plural = unit if unit.endswith("s") else f"{unit}s"
    return Due(int(amount), plural, found["basis"])


def titled(chart: Chart, activity: str, language: str) -> str:
    label = chart.title_of(activity)
    if label is not None:
        return label.say(language)
    return activity.rpartition(".")[2].replace("_", " ").capitalize()


def rows(answer: Json, chart: Chart, names: Names) -> Iterator[Row]:
    """Yield the duties proper of every body."""
    doers = {
        each["activity"]: each["responsible"]
        for each in answer["raci"]
        if each["protocol"] == chart.protocol.id
    }
    for body, found in answer["agencies"].items():
        for duty in found["duties"]:
            parts = frozenset(duty["parts"]) & {*BINDING}
            if duty["protocol"] == chart.protocol.id and parts:
                title = titled(chart, duty["activity"], names.language)
                title = names.decided(title, doers[duty["activity"]])
                yield Row(names.title(body), title, parts, due(duty))


def cells(answer: Json, chart: Chart, names: Names) -> Iterator[Cell]:
    """Yield every letter of the matrix, by the name of its column."""
    for duty in answer["raci"]:
        if duty["protocol"] != chart.protocol.id:
            continue
        title = titled(chart, duty["activity"], names.language)
        title = names.decided(title, duty["responsible"])
        for part in PARTS:
            known = duty[part]
            if part == "accountable":
                known = [names.chair(duty[part])] if duty[part] else []
            if known == ["actor"]:
                known = duty["responsible"]
            for party in known:
                for seat in names.seats(party):
                    column = names.short(names.column(seat))
                    yield Cell(column, title, part, due(duty))


def counts(answer: Json, chart: Chart, body: str) -> tuple[int, int, int]:
    """Return how many duties a body has, and ways in which a case comes and goes."""
    found, name = answer["agencies"][body], chart.protocol.id
    own = sum(
        bool({*duty["parts"]} & {*BINDING})
        for duty in found["duties"]
        if duty["protocol"] == name
    )
    comes = sum(each["protocol"] == name for each in found["receives"])
    goes = sum(each["protocol"] == name for each in found["hands"])
    return own, comes, goes
