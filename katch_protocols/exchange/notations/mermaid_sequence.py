"""Mermaid: who hands the case to whom along the main story, as a sequence diagram.

See Mermaid's documentation, "Sequence diagrams". The story is the one that the drawing
of lanes tells; each handoff is shown where it first comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    MoveKind,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)
from katch_protocols.drawings.story.saying import named, span, word
from katch_protocols.drawings.story.tell import tell
from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.mermaid_text import BREAK, escaped, head
from katch_protocols.exchange.notation import Carried, ExportInput, Notation
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["NOTATION"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    telling = _Telling.of(source)
    body = [f"  {line}" for line in telling.lines()]
    lines = [*head(source, notes), "sequenceDiagram"]
    lines += [f"  {line}" for line in telling.participants()]
    return "\n".join([*lines, *body, ""])


def _beside(source: ExportInput) -> tuple[str, ...]:
    """Return the activities that no arrow shows."""
    telling = _Telling.of(source)
    shown = {
        duty.activity
        for step in telling.story.steps
        for move in telling.handoffs(step)
        for sender in move.senders
        for duty in telling.duties(move, sender)
    }
    found = places(Feature.ACTIVITIES, source.chart, source.handbook)
    return tuple(name for name in found if name not in shown)


class _Telling(Struct, dict=True):
    source: ExportInput
    story: Story
    told: set[tuple[Id, Id, str]] = field(default_factory=set)

    @classmethod
    def of(cls, source: ExportInput) -> "_Telling":
        return cls(source, tell(source.chart, source.handbook))

    @property
    def chart(self) -> Chart:
        return self.source.chart

    @cached_property
    def _names(self) -> Mapping[Id, str]:
        """A name for each lane that no keyword of the notation can be."""
        return {lane.id: f"{lane.id}_" for lane in self.story.lanes}

    def participants(self) -> Iterator[str]:
        """Write the lanes between which the case passes, in the order of the story."""
        for lane in self._lanes:
            title = self.story.lane[lane].short.say(self.source.language)
            yield f"participant {self._names[lane]} as {escaped(title)}"

    @cached_property
    def _lanes(self) -> tuple[Id, ...]:
        moves = [move for step in self.story.steps for move in self.handoffs(step)]
        used = {
            lane
            for move in moves
            for lane in (*move.senders, self.story.step[move.target].lane)
        }
        return tuple(lane.id for lane in self.story.lanes if lane.id in used)

    def handoffs(self, step: StoryStep) -> tuple[StoryMove, ...]:
        """Return the moves from a step that lead on to another agency."""
        return tuple(
            move
            for move in self._from.get(step.id, ())
            if move.kind is MoveKind.HANDOFF
        )

    @cached_property
    def _from(self) -> Mapping[str, list[StoryMove]]:
        found: dict[str, list[StoryMove]] = {}
        for move in self.story.moves:
            found.setdefault(move.source, []).append(move)
        return found

    def lines(self) -> Iterator[str]:
        """Write the story: what a phase is called, then its handoffs."""
        for phase, steps in groupby(self.story.steps, key=lambda step: step.phase):
            body = list(self._block(list(steps), 0))
            titles = [
                p.say(self.source.language) for p in self.story.phases if p.id == phase
            ]
            if body and any(titles):
                yield self._note(titles[0])
            yield from body
        yield from self._legend()

    def _note(self, *lines: str) -> str:
        """Write a note across all lanes."""
        ends = dict.fromkeys((self._lanes[0], self._lanes[-1]))
        over = ",".join(self._names[lane] for lane in ends)
        return f"Note over {over}: {BREAK.join(map(escaped, lines))}"

    def _legend(self) -> Iterator[str]:
        """Write who sits in each panel, and what each checklist asks."""
        words = DutyWords(self.chart, self.source.handbook, self.source.language)
        if not self._lanes:
            return
        for name, panel in self.chart.panels.items():
            yield self._note(panel.title.say(words.language), words.panel(name))
        for name in words.listed_facts:
            yield self._note(words.checklist_title(name), *words.checklist(name))

    def _block(self, steps: Sequence[StoryStep], depth: int) -> Iterator[str]:
        """Write some steps; strands that run side by side stand in a block ``par``."""
        for parallel, some in groupby(steps, key=lambda s: self._parallel(s, depth)):
            if parallel is None:
                for step in some:
                    yield from self._step(step)
                continue
            strands: dict[str, list[StoryStep]] = {}
            for step in some:
                strands.setdefault(self._strands(step)[depth], []).append(step)
            bodies = {
                strand: list(self._block(inside, depth + 1))
                for strand, inside in strands.items()
            }
            yield from self._frame(
                "par",
                "and",
                [
                    (self._title(strand), body)
                    for strand, body in bodies.items()
                    if body
                ],
            )

    def _strands(self, step: StoryStep) -> tuple[str, ...]:
        """Return the strands in which a step stands, the outermost first."""
        if step.strand is None:
            return ()
        index = self.chart.by_name[step.strand]
        nodes = (self.chart.nodes[at] for at in (index, *self.chart.ancestors(index)))
        return tuple(n.name for n in nodes if n.kind is NodeKind.STRAND)[::-1]

    def _parallel(self, step: StoryStep, depth: int) -> int | None:
        strands = self._strands(step)
        if len(strands) <= depth:
            return None
        return self.chart.node(strands[depth]).parent

    def _title(self, state: str) -> str:
        return self.source.titles.title(NameKind.STATE, state)

    def _step(self, step: StoryStep) -> Iterator[str]:
        """Write the handoffs of a step: one of several ways is a block of its own."""
        ways = [way for move in self.handoffs(step) for way in self._ways(move)]
        ways = [(label, body) for label, body in ways if body]
        if step.look.is_bar:  # each of several gives or is asked
            for _, body in ways:
                yield from body
            return
        others = [
            move
            for move in self._from.get(step.id, ())
            if move.kind is not MoveKind.HANDOFF
        ]
        is_certain = not others and step.look is not StepLook.ANYWHERE
        if len(ways) == 1 and is_certain:
            yield from ways[0][1]
        elif len(ways) == 1:
            yield from self._frame("opt", "", ways, framed=True)
        else:
            yield from self._frame("alt", "else", ways)

    def _ways(self, move: StoryMove) -> Iterator[tuple[str, list[str]]]:
        """Yield a label and the messages for each lane that a case may come from."""
        target = self.story.step[move.target]
        source = self.story.step[move.source]
        for sender in move.senders:
            if sender == target.lane:
                continue
            label = self._label(source, move, sender)
            duties = tuple(self.duties(move, sender))
            yield label, list(self._messages(sender, target.lane, duties))

    def duties(self, move: StoryMove, sender: Id) -> Iterator[ArrowDuty]:
        """Yield what is said of a handoff by one of its senders."""
        yield from move.duties
        if not move.duties:
            yield from self._asked(move.target)
            yield from self._before(self.story.step[move.source], sender)

    def _before(self, bar: StoryStep, sender: Id) -> Iterator[ArrowDuty]:
        """Yield what a sender does that leads to a bar: by it the case goes on there.

        Whoever has it behind the bar is not whoever acknowledges before it.
        """
        for move in self.story.moves if bar.look.is_bar else ():
            if move.target == bar.id and sender in move.senders:
                for duty in move.duties:
                    yield replace(duty, confirm=None)
                if not move.duties:
                    yield from self._before(self.story.step[move.source], sender)

    def _asked(self, step: str) -> Iterator[ArrowDuty]:
        """Yield what one of several receivers is asked to acknowledge at its step."""
        index = self.chart.by_name.get(step)
        node = None if index is None else self.chart.nodes[index]
        if node is None or node.awaiting is None or node.receiver is None:
            return
        waiting = self.chart.waiting(node.index)
        within = None if waiting is None else self.chart.nodes[waiting].within
        languages = self.story.languages
        yield ArrowDuty(
            named(self.chart.title_of(node.awaiting), node.awaiting, languages),
            confirm=word("confirms", languages)
            if within is None
            else span(within.limit, languages),
        )

    def _label(self, source: StoryStep, move: StoryMove, sender: Id) -> str:
        """Say where one way of several begins, and whose it is if it is not one's."""
        language = self.source.language
        if source.look is StepLook.ANYWHERE:
            said = say("exchange.any-step", language)
        else:
            said = source.title.say(language) if source.title is not None else ""
        if len(move.senders) == 1:
            return said
        return f"{said} ({self.story.lane[sender].short.say(language)})".strip()

    def _messages(
        self, sender: Id, receiver: Id, duties: Sequence[ArrowDuty]
    ) -> Iterator[str]:
        language = self.source.language
        one, other = self._names[sender], self._names[receiver]
        for duty in duties:
            text = duty.text.say(language)
            if (sender, receiver, text) in self.told:
                continue
            self.told.add((sender, receiver, text))
            lines = [text]
            lines += [f"({duty.doer.say(language)})"] if duty.doer is not None else []
            lines += [f"[{duty.guard.say(language)}]"] if duty.guard is not None else []
            yield f"{one}->>{other}: {BREAK.join(map(escaped, lines))}"
            if duty.confirm is not None:
                span = duty.confirm.say(language)
                answer = say("exchange.acknowledged", language, span=span)
                yield f"{other}-->>{one}: {escaped(answer)}"

    def _frame(
        self,
        first: str,
        other: str,
        parts: Sequence[tuple[str, Sequence[str]]],
        *,
        framed: bool = False,
    ) -> Iterator[str]:
        """Write a block; of one part it needs no frame, unless it is asked for."""
        if len(parts) == 1 and not framed:
            yield from parts[0][1]
            return
        for place, (label, body) in enumerate(parts):
            yield f"{other if place else first} {escaped(label)}".rstrip()
            yield from (f"  {line}" for line in body)
        if parts:
            yield "end"


_MEANT = (Feature.ACTIVITIES, Feature.HANDOVERS, Feature.STRANDS)
_TOLD = (
    Feature.CHECKLISTS,
    Feature.CONDITIONS,
    Feature.DUTY_CLOCKS,
    Feature.PANELS,
    Feature.PHASES,
    Feature.POWERS,
    Feature.WHO_ACTS,
)

NOTATION = Notation(
    name="mermaid-sequence",
    place=20,
    suffix=".sequence.mmd",
    write=write,
    carries={
        **dict.fromkeys(_MEANT, Carried.MEANT),
        **dict.fromkeys(_TOLD, Carried.TOLD),
    },
    differs={"beside-the-story": _beside},
)
"""The notation."""
