"""What an entry of a chart asks of whom: the text of an arrow or a note."""

from collections.abc import Sequence
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart, Entry, Node, Timer
from katch_protocols.drawings.story.holders import Holders
from katch_protocols.drawings.story.nouns import Duty
from katch_protocols.drawings.story.saying import (
    facts_of,
    named,
    span,
    together,
    word,
)
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id

__all__ = ["Duties", "asked", "question"]

_FEW_DOERS = 2
"""More doers than this are counted on the arrow and listed under the picture."""


@dataclass(frozen=True)
class Duties:
    """Says the duties of one chart."""

    chart: Chart
    holders: Holders
    languages: Sequence[str]

    def of(self, entry: Entry, lane: Id) -> Duty:
        """Return the duty of an entry; who does it is said if not ``lane`` does."""
        doers = self.holders.doers(entry.act.raci.by, lane)
        doer = everyone = self.holders.said(doers) if doers else None
        is_crowd = len(doers) > _FEW_DOERS
        if is_crowd:
            doer = word("any-of-roles", self.languages, count=str(len(doers)))
        return Duty(
            self._title(entry),
            doer,
            doers[0] if doers else None,
            everyone if is_crowd else None,
            self._confirm(entry),
        )

    def clock(self, timer: Timer) -> Duty:
        """Return what a timer says: after how long it moves the case."""
        limit = span(timer.limit, self.languages)
        return Duty(word("after", self.languages, span=limit), is_clock=True)

    def _title(self, entry: Entry) -> Label:
        title = entry.act.title or self.chart.title_of(entry.activity)
        return named(title, entry.activity, self.languages)

    def _confirm(self, entry: Entry) -> Label | None:
        handover = entry.act.handover
        if handover is None:
            return None
        if handover.within is None:
            return word("confirms", self.languages)
        return span(handover.within, self.languages)


def asked(node: Node) -> str | None:
    """Return the one fact that a choice asks about, if it is only one."""
    tests = [line.when for line in node.lines if line.when is not None]
    facts = {fact for test in tests for fact in facts_of(test)}
    if len(facts) != 1 or any(not facts_of(test) for test in tests):
        return None
    return next(iter(facts))


def question(node: Node, chart: Chart, languages: Sequence[str]) -> Label:
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
    texts = together(titles, languages, separator=", ").texts
    return Label(texts={language: f"{text}?" for language, text in texts.items()})
