"""What a simulation speaks of, as the reader calls it: titles from the handbook."""

from collections.abc import Iterable, Iterator

from katch_protocols.charts.binding import safeguard_called
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.cli.reports.titles import HandbookTitles
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.simulations import (
    TODAY,
    ClockOutcome,
    MeasuredTime,
    Result,
    VariantResult,
)
from katch_protocols.semantics.titles import Titles
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import enumerated, with_id
from katch_protocols.words.say import say

__all__ = ["SimulatedNames"]


class SimulatedNames(HandbookTitles, frozen=True):
    """Says what the answer of a simulation names; of what has no title, the id."""

    result: Result

    @property
    def are_several(self) -> bool:
        """Whether cases of more than one protocol run side by side."""
        return len(self.result.protocols) > 1

    def measured(self, name: Id) -> str:
        """Return the title of what is measured."""
        known = self.handbook.measured.get(name)
        return self.label(None if known is None else known.title, name)

    def time(self, time: MeasuredTime) -> str:
        """Return what is measured, and in which protocol where there are several."""
        said = self.measured(time.name)
        if not self.are_several:
            return said
        protocol = self.protocol(time.protocol)
        return say("simulations.in", self.language, what=said, protocol=protocol)

    def sentence(self, protocol: Id, name: Id) -> str:
        """Return the title of a sentence, or of what it keeps, with its id."""
        made = self._chart(protocol)
        return safeguard_called(made, self.handbook, name, self.language)

    def post(self, name: Id) -> str:
        """Return the title of a post; of one that has none, its id."""
        known = self.result.today.post(name)
        return self.label(None if known is None else known.title, name)

    def variant(self, variant: VariantResult) -> str:
        """Return what a variant is called."""
        if variant.name == TODAY:
            return say("simulations.today", self.language)
        return self.label(variant.title, variant.name)

    def deadline(self, deadline: ClockOutcome) -> str:
        """Return the title of the state or the activity that a deadline is of."""
        titles = Titles(self._chart(deadline.protocol), self.handbook, self.language)
        kind = NameKind.ACTIVITY if deadline.duty else NameKind.STATE
        return titles.title(kind, deadline.name)

    def listed(self, kind: NameKind, names: Iterable[str]) -> str:
        """Return names of a file as a list, with titles where English is not spoken.

        In English an id says itself, and it is what is written in the scenario.
        """
        return enumerated(dict.fromkeys(self._called(kind, name) for name in names))

    def _called(self, kind: NameKind, name: str) -> str:
        if self.language == ENGLISH:
            return name
        title = next(self._titles(kind, name), None)
        return with_id(title, name)

    def _titles(self, kind: NameKind, name: str) -> Iterator[str]:
        for protocol in self.result.protocols:
            made = self._chart(protocol)
            known = {
                NameKind.ACTIVITY: made.activities,
                NameKind.FACT: made.facts,
                NameKind.STATE: made.by_name,
            }
            if name in known[kind]:
                yield Titles(made, self.handbook, self.language).title(kind, name)

    def _chart(self, protocol: Id) -> Chart:
        return chart(self.handbook.protocols[protocol], self.handbook)
