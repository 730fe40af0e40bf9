"""Every move of a chart as an arrow with its text, for notations that draw arrows."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.charts.chart import Entry, Goal
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.names import NameKind
from katch_protocols.sentences.saying import say_condition, say_duration
from katch_protocols.words.say import say

__all__ = ["LabelledMove", "moves"]


class LabelledMove(Struct, frozen=True):
    """An arrow from a node to a node: what is said on it, and the entry that it shows.

    ``resume``: the target is entered as it was last left.
    """

    start: int
    end: int
    label: str
    entry: Entry | None = None
    resume: bool = False


def moves(source: ExportInput) -> Iterator[LabelledMove]:
    """Yield the moves of activities in document order, then those of each state."""
    chart, language = source.chart, source.language
    for entry in chart.entries:
        if entry.goal is not None:
            yield _move(entry.node, entry.goal, _title(source, entry), entry)
    for node in chart.nodes:
        for line in node.lines:
            when = (
                say("exchange.otherwise", language)
                if line.when is None
                else say_condition(line.when, language, source.titles)
            )
            yield _move(node.index, line.goal, when)
        for timer in node.timers:
            span = say_duration(timer.limit, language)
            yield _move(
                node.index, timer.goal, say("exchange.after", language, span=span)
            )
        if node.done is not None:
            yield _move(node.index, node.done, say("exchange.done", language))


def _move(
    start: int, goal: Goal, label: str, entry: Entry | None = None
) -> LabelledMove:
    return LabelledMove(start, goal.node, label, entry, goal.resume)


def _title(source: ExportInput, entry: Entry) -> str:
    return source.titles.title(NameKind.ACTIVITY, entry.activity)
