"""The flow of a pathway: every protocol that it opens, told by the child's moments."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.build import chart as built
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span
from katch_protocols.drawings.views.handoff_flow.chains import Chains, Gate
from katch_protocols.drawings.views.handoff_flow.lines import (
    FlowChain,
    FlowStation,
    opened_by,
    stations_of,
    timed,
)
from katch_protocols.duties.child_path import child_path, path_home
from katch_protocols.duties.path_nouns import ChildPath, PathMoment
from katch_protocols.graphs.steps import leaves
from katch_protocols.model.noun import Id, Label

__all__ = ["PathFlow", "is_pathway"]

_FEW = 2
"""So many steps are named where no moment of the path is."""


def is_pathway(subject: Subject) -> bool:
    """Whether a protocol runs others and is where the handbook's path is told."""
    home = path_home(subject.handbook)
    first = subject.handbook.path[0].home if subject.handbook.path else None
    return home == subject.chart.protocol.id != first


class PathFlow(Struct, frozen=True, dict=True):
    """The main chain of each protocol of the path, one below the other."""

    subject: Subject

    @cached_property
    def path(self) -> ChildPath:
        """The moments."""
        return child_path(self.subject.chart, self.subject.handbook)

    @cached_property
    def chains(self) -> Mapping[Id, Chains]:
        """The handoffs of each protocol, in the order of its own drawing."""
        book, charts = self.subject.handbook, dict(self.path.charts)
        beside = [each.protocol for each in self.path.beside]
        for name in (name for name in beside if name in book.protocols):
            charts.setdefault(name, built(book.protocols[name], book))
        found = {}
        for name, chart in charts.items():
            given = Material(chart, book, as_of=self.subject.as_of)
            lanes = given.whole
            found[name] = Chains(Subject.of(given), lanes.story, lanes.numbers)
        return found

    def lines(self) -> Iterator[FlowChain]:
        """Yield the main chain of each protocol, numbered on."""
        number, opened = 1, dict[Id, int]()
        for name, chains in self.chains.items():
            if not chains.chains:
                continue
            gates = chains.chains[0]
            heading = self._heading(chains.subject, opened.get(name))
            stations = tuple(self._stations(name, gates))
            yield FlowChain(chains.subject, gates, number, stations, heading)
            for at, gate in enumerate(gates, start=number):
                alike = [g for g in chains.gates if g.activity == gate.activity]
                for each in alike:
                    for home, _ in opened_by(each, chains.subject):
                        opened.setdefault(home, at)
            number += len(gates)

    def _heading(self, subject: Subject, number: int | None) -> Label:
        if number is None:
            return subject.title
        return subject.word("flow-opened", title=subject.title, number=str(number))

    def _stations(self, name: Id, gates: Sequence[Gate]) -> Iterator[FlowStation]:
        """Yield each body with the moments at which it holds the case, else steps."""
        chains = self.chains[name]
        stays: list[Sequence[str]] = []

        def kept(steps: Sequence[str]) -> Sequence[Label]:
            stays.append(steps)
            titles = (chains.story.step[step].title for step in steps[:_FEW])
            return [title for title in titles if title is not None]

        bare = tuple(stations_of(chains, gates, kept))
        stays += [()] * (len(bare) - len(stays))
        told: list[list[Label]] = [[] for _ in bare]
        for number, moment in enumerate(self.path.moments, start=1):
            step = self._step(chains, moment) if moment.protocol == name else None
            at = None if step is None else self._at(chains, step, bare, stays)
            if at is not None:
                told[at].append(self._moment(number, moment))
        for station, moments in zip(bare, told, strict=True):
            yield replace(station, texts=tuple(moments) or station.texts)

    @staticmethod
    def _at(
        chains: Chains,
        step: str,
        stations: Sequence[FlowStation],
        stays: Sequence[Sequence[str]],
    ) -> int | None:
        """Return the station where a body has the case at a step.

        That of the step itself, else the last one of the step's holder that is not
        later, else its first.
        """
        for at, stay in enumerate(stays):
            if step in stay:
                return at
        lane, numbers = chains.story.step[step].lane, chains.numbers
        own = [at for at, each in enumerate(stations) if each.party == lane]
        before = [
            at
            for at in own
            if stays[at] and min(map(numbers.__getitem__, stays[at])) <= numbers[step]
        ]
        found = before or own[:1]
        return found[-1] if found else None

    def _step(self, chains: Chains, moment: PathMoment) -> str | None:
        """Return the first step at which a moment is."""
        chart = chains.subject.chart
        nodes = [chart.entries[at].node for at in chart.activities.get(moment.name, ())]
        nodes += [chart.by_name[moment.name]] if moment.name in chart.by_name else []
        names = [chart.nodes[at].name for node in nodes for at in leaves(chart, node)]
        return next((step for step in chains.steps(names)), None)

    def _moment(self, number: int, moment: PathMoment) -> Label:
        subject = self.subject
        title = subject.named(moment.title, moment.name)
        clock = moment.clock
        due = None if clock is None else span(clock.span, subject.languages)
        return timed(number, title, due, subject.languages)

    @cached_property
    def untold(self) -> tuple[Label, ...]:
        """The moments at no station of a main chain."""
        told = {
            text
            for line in self.lines()
            for station in line.stations
            for label in station.texts
            for text in label.texts.values()
        }
        every = enumerate(self.path.moments, start=1)
        labels = [self._moment(number, moment) for number, moment in every]
        return tuple(each for each in labels if not {*each.texts.values()} & told)
