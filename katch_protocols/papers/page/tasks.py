"""Who must do what, by when: every duty of a protocol, and how many each body has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.nouns import Duty as Asked
from katch_protocols.duties.nouns import Part
from katch_protocols.duties.phrases import Teller, count, say_count
from katch_protocols.duties.raci import acting, parties_of
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.places import Places
from katch_protocols.papers.page.sheet_nouns import Counted, Duty
from katch_protocols.papers.page.texts import Text
from katch_protocols.papers.page.tongues import Tongues

__all__ = ["Tasks"]


@dataclass(frozen=True)
class Tasks:
    """The duties of one chart, as the page shows them."""

    chart: Chart
    handbook: Handbook
    places: Places
    tongues: Tongues
    answer: Responsibility

    def all(self) -> Iterator[Duty]:
        """Yield every duty, in the order of the answer."""
        return map(self._duty, self.answer.raci)

    def _duty(self, duty: Asked) -> Duty:
        found = (self.places.steps(self.chart.by_name[name]) for name in duty.states)
        named = {part.value: acting(duty.names, part) for part in Part}
        columns = parties_of(duty, self.handbook)
        return Duty(
            act=duty.activity,
            title=self.tongues.label(duty.title, duty.activity),
            phase=duty.phase,
            steps=tuple(dict.fromkeys(step for steps in found for step in steps)),
            names=named,
            bodies=duty.agencies,
            columns={party: tuple(map(str, parts)) for party, parts in columns.items()},
            due=None if duty.limit is None else self.tongues.limit(duty.limit),
            without=self.tongues.each(lambda code: Teller(code).none(duty)),
            beside=self._beside(duty),
            sources=duty.source,
        )

    def _beside(self, duty: Asked) -> tuple[Text, ...]:
        """Return what is told beside the deadline, each note in every language."""
        told = (Teller(code).beside(duty) for code in self.tongues.languages)
        return tuple(zip(*told, strict=True))

    def counts(self) -> Mapping[Id, Mapping[str, Counted]]:
        """Return how many duties each agency has, and the bodies under it."""
        found = {name: self._count(name) for name in self.handbook.agencies}
        return {
            name: counts
            for name, counts in found.items()
            if any(each.number for each in counts.values())
        }

    def _count(self, agency: Id) -> Mapping[str, Counted]:
        found = count(self.answer, agency, self.handbook)
        said = [say_count(found, code) for code in self.tongues.languages]
        return {
            name: Counted(number, tuple(each[name][1] for each in said))
            for name, (number, _) in said[0].items()
        }
