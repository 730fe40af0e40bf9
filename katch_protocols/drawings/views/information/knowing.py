"""Who comes to know what in some case of a protocol, as it is proved."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.steps_of_states import steps_of_states
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.model.noun import Id
from katch_protocols.proofs.information_flow import (
    How,
    InformationFlow,
    information_flow,
)
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.information_report import InformationReport

__all__ = ["Knowing"]


class Knowing(Struct, frozen=True, dict=True):
    """What each agency of one protocol comes to know, with the steps of the lanes."""

    subject: Subject
    lanes: LanesView
    """The lanes of the whole protocol: the same numbers are used here."""

    @cached_property
    def flow(self) -> InformationFlow:
        """The proof."""
        subject = self.subject
        return information_flow(subject.chart, subject.handbook, as_of=subject.as_of)

    @cached_property
    def categories(self) -> tuple[Id, ...]:
        """The categories of data that somebody comes to know."""
        learnt = {cell.category for cell in self.flow.knowledge}
        return tuple(each for each in self.flow.categories if each in learnt)

    @cached_property
    def agencies(self) -> tuple[Id, ...]:
        """The agencies that come to know something."""
        know = {cell.agency for cell in self.flow.knowledge}
        return tuple(each for each in self.flow.agencies if each in know)

    @cached_property
    def beyond(self) -> frozenset[tuple[Id, Id]]:
        """Which agency is sent what is not in the list of what it may see."""
        return frozenset((each.agency, each.category) for each in self.flow.overreach)

    @cached_property
    def outside(self) -> frozenset[tuple[Id, Id]]:
        """Which agency comes to know by itself what is not in that list."""
        known = {(each.agency, each.category) for each in self.flow.knowledge}
        listed = self.subject.handbook.agencies
        found = {(who, what) for who, what in known if what not in listed[who].may_see}
        return frozenset(found) - self.beyond

    def is_sent(self, agency: Id, category: Id) -> bool:
        """Whether an agency is sent a category, and does not only write it."""
        ways = self.flow.ways(agency, category)
        return any(way.how is How.RECEIVES for way in ways)

    def report(self, language: str) -> InformationReport:
        """Return who says it in a language."""
        subject = self.subject
        return InformationReport(
            ProtocolWording(subject.chart, subject.handbook, language)
        )

    def at(self, agency: Id, category: Id) -> str:
        """Return the numbers of the steps at which an agency comes to know."""
        found: set[int] = set()
        for way in self.flow.ways(agency, category):
            found.update(self._steps[way.state])
        return spoken(found)

    @cached_property
    def _steps(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the steps that stand for each state of the chart."""
        numbers = dict(self.lanes.numbers)
        found = steps_of_states(self.subject.chart, numbers)
        return {
            state: tuple(numbers[name] for name in names)
            for state, names in found.items()
        }
