"""What a choice asks, and what its last line means where that can be named."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, DecideLine, Entry
from katch_protocols.drawings.story.saying import (
    Conditions,
    facts_of,
    named,
    together,
    word,
)
from katch_protocols.model.conditions import FactIs
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["DecisionArrows", "asked", "question"]

_FEW = 2
"""More answers than this are not spelt out: *otherwise* is shorter."""


def asked(node: ChartNode) -> str | None:
    """Return the one fact that a choice asks about, if it is only one."""
    tests = [line.when for line in node.lines if line.when is not None]
    facts = {fact for test in tests for fact in facts_of(test)}
    if len(facts) != 1 or any(not facts_of(test) for test in tests):
        return None
    return next(iter(facts))


def question(node: ChartNode, chart: Chart, languages: Sequence[str]) -> Label:
    """Return what stands in the hexagon of a choice: its title, else its facts."""
    if node.title is not None:
        return node.title
    facts = dict.fromkeys(fact for line in node.lines for fact in facts_of(line.when))
    titles = [
        named(chart.facts[fact].title if fact in chart.facts else None, fact, languages)
        for fact in facts
    ]
    if not titles:
        return named(None, node.name, languages)
    texts = together(titles, languages, how=one_line).texts
    return Label(texts={language: f"{text}?" for language, text in texts.items()})


class DecisionArrows(Struct, frozen=True):
    """Says the lines of the choices of one chart."""

    chart: Chart
    languages: Sequence[str]

    def lines(self, node: ChartNode) -> Iterator[tuple[DecideLine, Label]]:
        """Yield each line of a choice with its answer."""
        conditions = Conditions(self.chart, self.languages, asked(node))
        for line in node.lines:
            rest = self._rest(node) if line.when is None else None
            said = conditions.say(line.when) if rest is None else conditions.say(rest)
            if rest is not None and not self._is_answered(rest.fact, node):
                unknown = word("unknown", self.languages)
                between = word("or", self.languages)
                said = together((said, between, unknown), self.languages)
            yield line, said

    def _rest(self, node: ChartNode) -> FactIs | None:
        """Return the test that *otherwise* stands for, if the values left are few."""
        name = asked(node)
        fact = self.chart.facts.get(name or "")
        tests = [line.when for line in node.lines if line.when is not None]
        if fact is None or not tests:
            return None
        taken: set[Id] = set()
        for test in tests:
            if not isinstance(test, FactIs):
                return None
            others = set(fact.values) - {*test.values}
            taken |= others if test.negated else {*test.values}
        left = tuple(value for value in fact.values if value not in taken)
        if not 0 < len(left) <= _FEW:
            return None
        return FactIs(fact=fact.id, values=left)

    def _is_answered(self, fact: Id, node: ChartNode) -> bool:
        """Whether the fact is known whenever the case comes to a choice."""
        entries = self.chart.entries
        if self.chart.facts[fact].initially is not None:
            return all(fact not in entry.act.forgets for entry in entries)
        coming = [entry for entry in entries if _leads(entry, node.index)]
        answers = all(
            fact in entry.act.records or fact in entry.act.sets for entry in coming
        )
        return bool(coming) and answers and not self._is_entered(node)

    def _is_entered(self, node: ChartNode) -> bool:
        """Whether anything but an activity leads to a node at once."""
        for other in self.chart.nodes:
            goals = [line.goal for line in other.lines]
            goals += [timer.goal for timer in other.timers]
            goals += [other.done] if other.done is not None else []
            if other.initial == node.index or any(g.node == node.index for g in goals):
                return True
        return False


def _leads(entry: Entry, index: int) -> bool:
    return any(
        goal is not None and goal.node == index for goal in (entry.goal, entry.hands_to)
    )
