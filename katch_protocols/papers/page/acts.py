"""Who may do what, where: every activity of a protocol, told once."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.page.places import Places
from katch_protocols.papers.page.sheet_nouns import Act, Sends
from katch_protocols.papers.page.texts import Due, Text
from katch_protocols.papers.page.tongues import Tongues
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_condition

__all__ = ["Acts"]


@dataclass(frozen=True)
class Acts:
    """The activities of one chart."""

    chart: Chart
    handbook: Handbook
    places: Places
    tongues: Tongues

    def all(self) -> Iterator[Act]:
        """Yield every activity in document order, with all the places it has."""
        for name, positions in self.chart.activities.items():
            yield self._act(name, [self.chart.entries[each] for each in positions])

    def _act(self, name: str, entries: list[Entry]) -> Act:
        first = entries[0]
        act = first.act
        raci = act.raci
        return Act(
            id=name,
            title=self.tongues.label(act.title, name),
            kind=first.kind.value,
            steps=_union(self.places.steps(entry.node) for entry in entries),
            goals=_union(map(self.places.goals, entries)),
            by=raci.by,
            together=raci.together_with,
            accountable=first.accountable,
            consult=raci.consult,
            inform=raci.inform,
            qualified=tuple(
                self.tongues.label(self.handbook.qualifications[each].title)
                for each in act.qualified
                if each in self.handbook.qualifications
            ),
            only_if=self._condition(first.when),
            records=act.records,
            needs=act.needs,
            produces=act.produces,
            sends=tuple(Sends(paper, to) for paper, to in act.sends.items()),
            reason=act.reason or bool(act.reasons),
            handover=act.handover.to if act.handover else None,
            confirm=self._confirm(first),
            function=self._function(first),
            note=self.tongues.maybe(act.note),
            sources=act.source,
        )

    def _condition(self, condition: Condition | None) -> Text | None:
        if condition is None:
            return None
        return self.tongues.each(
            lambda language: say_condition(
                condition, language, Titles(self.chart, self.handbook, language)
            )
        )

    def _confirm(self, entry: Entry) -> Due | None:
        handover = entry.act.handover
        if handover is None or handover.within is None:
            return None
        return self.tongues.due(
            Deadline(
                limit=handover.within, basis=handover.basis, source=handover.source
            )
        )

    def _function(self, entry: Entry) -> Text | None:
        found = self.handbook.functions.get(entry.function or "")
        return None if found is None else self.tongues.label(found.title)


def _union(groups: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
