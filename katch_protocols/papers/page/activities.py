"""The activities and duties of a protocol, for the page."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.duties.duty_pictures import picture_of
from katch_protocols.duties.nouns import Duty as Asked
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.panels import decided_title
from katch_protocols.duties.phrases import Teller, count, say_count
from katch_protocols.duties.raci import acting, parties_of
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.sheet_nouns import (
    PageActivity,
    PageCount,
    PageDuty,
    Sends,
)
from katch_protocols.papers.page.texts import PageDeadline, PageLanguages, Text
from katch_protocols.papers.page.walks import WalkPlaces
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_condition

__all__ = ["Acts", "Tasks"]


class Tasks(Struct, frozen=True):
    """The duties of one chart, as the page shows them."""

    chart: Chart
    handbook: Handbook
    places: WalkPlaces
    languages: PageLanguages
    answer: Responsibility

    def all(self) -> Iterator[PageDuty]:
        """Yield every duty, in the order of the answer."""
        return map(self._duty, self.answer.raci)

    def _duty(self, duty: Asked) -> PageDuty:
        found = (self.places.steps(self.chart.by_name[name]) for name in duty.states)
        named = {part.value: acting(duty.names, part) for part in Part}
        columns = parties_of(duty, self.handbook)
        return PageDuty(
            act=duty.activity,
            title=self.languages.label(
                duty.title and decided_title(duty, duty.title, self.handbook),
                duty.activity,
            ),
            phase=duty.phase,
            steps=tuple(dict.fromkeys(step for steps in found for step in steps)),
            names=named,
            bodies=duty.agencies,
            columns={party: tuple(map(str, parts)) for party, parts in columns.items()},
            due=None if duty.limit is None else self.languages.limit(duty.limit),
            without=self.languages.each(lambda code: Teller(code).none(duty)),
            beside=self._beside(duty),
            sources=self.languages.cited(duty.source),
        )

    def _beside(self, duty: Asked) -> tuple[Text, ...]:
        """Return what is told beside the deadline, each note in every language."""
        told = (Teller(code).beside(duty) for code in self.languages.languages)
        return tuple(zip(*told, strict=True))

    def counts(self) -> Mapping[Id, Mapping[str, PageCount]]:
        """Return how many duties each agency has, and the bodies under it."""
        found = {name: self._count(name) for name in self.handbook.agencies}
        return {
            name: counts
            for name, counts in found.items()
            if any(each.number for each in counts.values())
        }

    def _count(self, agency: Id) -> Mapping[str, PageCount]:
        found = count(self.answer, agency, self.handbook)
        said = [say_count(found, code) for code in self.languages.languages]
        return {
            name: PageCount(number, tuple(each[name][1] for each in said))
            for name, (number, _) in said[0].items()
        }


class Acts(Struct, frozen=True):
    """The activities of one chart."""

    chart: Chart
    handbook: Handbook
    places: WalkPlaces
    languages: PageLanguages

    def all(self) -> Iterator[PageActivity]:
        """Yield every activity in document order, with all the places it has."""
        for name, positions in self.chart.activities.items():
            yield self._act(name, [self.chart.entries[each] for each in positions])

    def _act(self, name: str, entries: list[Entry]) -> PageActivity:
        first = entries[0]
        act = first.act
        raci = act.raci
        return PageActivity(
            id=name,
            title=self.languages.label(act.title, name),
            kind=first.kind.value,
            steps=_union(self.places.steps(entry.node) for entry in entries),
            goals=_union(map(self.places.goals, entries)),
            by=raci.by,
            together=raci.together_with,
            accountable=tuple(map(self.handbook.acting, first.accountable)),
            consult=raci.consult,
            inform=first.informed,
            qualified=tuple(
                self.languages.label(self.handbook.qualifications[each].title)
                for each in act.qualified
                if each in self.handbook.qualifications
            ),
            only_if=self._condition(first.when),
            records=act.records,
            needs=act.needs,
            produces=act.produces,
            sends=tuple(Sends(paper, to) for paper, to in act.sends.items()),
            opens=tuple(each.protocol for each in self.chart.openings(first)),
            reason=act.reason or bool(act.reasons),
            handover=act.handover.to if act.handover else (),
            confirm=self._confirm(first),
            function=self._function(first),
            picture=self._picture(name),
            note=self.languages.maybe(act.note),
            sources=self.languages.cited(act.source),
        )

    def _condition(self, condition: Condition | None) -> Text | None:
        if condition is None:
            return None
        return self.languages.each(
            lambda language: say_condition(
                condition, language, Titles(self.chart, self.handbook, language)
            )
        )

    def _confirm(self, entry: Entry) -> PageDeadline | None:
        handover = entry.act.handover
        return None if handover is None else self.languages.due(handover.within)

    def _function(self, entry: Entry) -> Text | None:
        found = self.handbook.functions.get(entry.function or "")
        return None if found is None else self.languages.label(found.title)

    def _picture(self, name: str) -> str | None:
        found = picture_of(self.chart, self.handbook, name)
        return None if found is None else found.value


def _union(groups: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
