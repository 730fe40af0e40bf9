"""One protocol as the page shows it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.nouns import StoryStep
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.views.measures.view import MeasuresView
from katch_protocols.duties.nouns import Delivery as Sent
from katch_protocols.duties.nouns import Handoff as Passed
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.papers.content.sizes import sizes_of
from katch_protocols.papers.page.activities import Acts, Tasks
from katch_protocols.papers.page.checklists import checklists_of
from katch_protocols.papers.page.exercise_nouns import Player
from katch_protocols.papers.page.losses import Losses
from katch_protocols.papers.page.pictures import DrawnLanes
from katch_protocols.papers.page.safeguards import Promises
from katch_protocols.papers.page.sheet_nouns import (
    PageDelivery,
    PageFact,
    PageHandoff,
    PageLimit,
    PageMove,
    PageSheet,
    PageStep,
)
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.papers.page.walks import WalkPlaces, Walks
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.words.dates import since

__all__ = ["Sheets"]

_WIDE = 6
"""What is possible at more steps than this is told once, as its script has it too."""


class Sheets(Struct, frozen=True, dict=True):
    """Makes the sheet of one chart.

    ``known`` are proofs, ``laid`` the lanes, ``drawings`` these in every language and
    ``measures``, all as they were made before.
    ``drops``: it also says of each duty what is lost if nobody does it. A ``player``
    plays it for the sheets of an exercise.
    """

    chart: Chart
    handbook: Handbook
    known: Mapping[Id, Proof]
    laid: LanesView | None = None
    theme: Theme = COLOUR
    measures: Measures | None = None
    drops: bool = False
    player: Player | None = None
    drawings: Sequence[Drawing] = ()

    @cached_property
    def languages(self) -> PageLanguages:
        """The languages of the handbook."""
        return PageLanguages(self.handbook.languages)

    @cached_property
    def places(self) -> WalkPlaces:
        """Where the drawing shows what."""
        return WalkPlaces(self.chart, self.languages)

    @cached_property
    def drawn(self) -> DrawnLanes:
        """The drawing, laid out."""
        return DrawnLanes(
            self.chart, self.handbook, self.laid, self.theme, self.drawings
        )

    def sheet(self) -> PageSheet:
        """Return everything that the page shows of the protocol."""
        made = self.played(self.measured(self.promised(self.drawn_up())))
        return self.dropped(made) if self.drops else made

    def drawn_up(self) -> PageSheet:
        """Return what is drawn and listed: neither promises nor measures yet."""
        protocol, say = self.chart.protocol, self.languages
        answer = responsibility_of([self.chart], self.handbook)
        acts = Acts(self.chart, self.handbook, self.places, say)
        tasks = Tasks(self.chart, self.handbook, self.places, say, answer)
        return PageSheet(
            id=protocol.id,
            title=say.label(protocol.title),
            note=say.maybe(protocol.note),
            version=protocol.version,
            status=protocol.status.value,
            valid_from=self._since(),
            sources=say.cited(protocol.source),
            sizes=sizes_of(protocol, self.handbook, answer, self.drawn.view.numbers),
            lanes=self.drawn.lanes,
            phases=self._phases(),
            steps=tuple(self._steps()),
            acts=tuple(acts.all()),
            duties=tuple(tasks.all()),
            counts=tasks.counts(),
            facts=tuple(self._facts()),
            deadlines=tuple(self._deadlines()),
            checklists=tuple(checklists_of(self.chart, say)),
            documents={
                name: say.label(document.title)
                for name, document in self.chart.documents.items()
            },
            handoffs=tuple(self._handoffs(answer.handoffs)),
            deliveries=tuple(self._deliveries(answer.deliveries)),
            promises=(),
            tally=(),
            measures=(),
            picture=self.drawn.picture(),
            walk=Walks(self.chart, self.handbook, self.places, say).walk(),
        )

    def _since(self) -> Text | None:
        first = self.chart.protocol.valid_from
        if first is None:
            return None
        return self.languages.each(lambda language: since(first, language))

    def promised(self, sheet: PageSheet) -> PageSheet:
        """Return a sheet with its promises, each with its verdict."""
        promises = Promises(self.chart, self.handbook, self.languages, self.known)
        return replace(sheet, promises=tuple(promises.all()), tally=promises.tally())

    def measured(self, sheet: PageSheet) -> PageSheet:
        """Return a sheet with the table that the drawing of measures has.

        Raises:
            BudgetError: It was not measured within the budget.
        """
        view = MeasuresView(Subject(self.chart, self.handbook), self.measures)
        twins = [view.twin(language) for language in self.handbook.languages]
        return replace(
            sheet,
            measures=tuple(
                tuple(zip(*rows, strict=True)) for rows in zip(*twins, strict=True)
            ),
        )

    def dropped(self, sheet: PageSheet) -> PageSheet:
        """Return a sheet that says of each duty what is lost if nobody does it.

        Raises:
            BudgetError: Not all was asked within the budget.
        """
        losses = Losses(self.chart, self.handbook, self.languages, self.known)
        return replace(sheet, losses=tuple(losses.all()))

    def played(self, sheet: PageSheet) -> PageSheet:
        """Return a sheet with an exercise, where somebody plays.

        Raises:
            BudgetError: It was not played within the budget.
        """
        if self.player is None:
            return sheet
        found = self.player(self.chart.protocol, self.handbook)
        return replace(sheet, exercise=found)

    def not_measured(self, sheet: PageSheet) -> PageSheet:
        """Return a sheet that says that it was not measured within the budget."""
        subject = Subject(self.chart, self.handbook)
        head, cut = subject.word("measured"), subject.word("not-within-budget")
        rows = tuple((self.languages.each(each.say),) for each in (head, cut))
        return replace(sheet, measures=rows)

    def _phases(self) -> Mapping[Id, Text]:
        return {
            phase.id: self.languages.label(phase.title, phase.id)
            for phase in self.drawn.story.phases
        }

    def _steps(self) -> Iterator[PageStep]:
        """Yield the numbered steps in the order of their numbers, then the ends."""
        numbers = self.drawn.view.numbers
        steps = self.drawn.story.step
        for name, number in sorted(numbers.items(), key=lambda each: each[1]):
            yield self._step(steps[name], number)
        for step in self.drawn.story.steps:
            if step.outcome is not None and step.id not in numbers:
                yield self._step(step, 0)

    def _step(self, step: StoryStep, number: int) -> PageStep:
        node = self.chart.node(step.id)
        written = self._written(node)
        return PageStep(
            step.id,
            number,
            self.languages.label(step.title, step.id),
            step.lane,
            step.phase,
            node.held_by,
            self.languages.due(node.within),
            step.outcome.value if step.outcome else None,
            self.languages.maybe(written.note) if written else None,
            self.languages.cited(written.source) if written else (),
            tuple(self._moves(step)),
        )

    def _moves(self, step: StoryStep) -> Iterator[PageMove]:
        """Yield what nobody does and leads on from a step."""
        story = self.drawn.story
        for move in story.moves:
            members = story.step[move.source].members
            is_inside = step.id in members and len(members) <= _WIDE
            is_here = move.source == step.id or is_inside
            for duty in move.duties if is_here else ():
                if duty.activity is None:
                    said = self.languages.label(duty.text, move.target)
                    yield PageMove(said, story.beyond(move.target))

    def _written(self, node: ChartNode) -> State | None:
        """Return the state as its author wrote it, for its note and sources."""
        place: object = self.handbook
        for part in node.path:
            if isinstance(place, Mapping):
                place = place.get(part)
            else:
                place = getattr(place, str(part), None)
        return place if isinstance(place, State) else None

    def _facts(self) -> Iterator[PageFact]:
        for name, fact in self.chart.facts.items():
            values = {
                value: self.languages.label(label, value)
                for value, label in fact.values.items()
            }
            title = self.languages.label(fact.title)
            yield PageFact(name, title, values, fact.checklist)

    def _deadlines(self) -> Iterator[PageLimit]:
        """Yield the deadlines, those of steps in the order of their numbers first."""
        numbers = self.drawn.view.numbers
        found = deadlines(self.chart.protocol, self.handbook)
        last = len(numbers) + 1
        for each in sorted(found, key=lambda one: numbers.get(one.state or "", last)):
            yield PageLimit(
                tuple(each.place[code] for code in self.languages.languages),
                each.roles,
                self.languages.owed(each),
                each.state if each.state in numbers else None,
            )

    def _deliveries(self, found: Sequence[Sent]) -> Iterator[PageDelivery]:
        for each in found:
            yield PageDelivery(each.activity, each.document, each.sender, each.receiver)

    def _handoffs(self, found: Sequence[Passed]) -> Iterator[PageHandoff]:
        for each in found:
            yield PageHandoff(
                each.activity,
                self.languages.label(each.title, each.activity),
                each.sender,
                each.receiver,
                each.acknowledged,
                self._at(each.sources),
                self._at(each.targets),
                each.places,
            )

    def _at(self, names: tuple[str, ...]) -> tuple[str, ...]:
        found = (self.places.steps(self.chart.by_name[name]) for name in names)
        return tuple(dict.fromkeys(step for steps in found for step in steps))
