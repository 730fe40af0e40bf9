"""The deadlines view: a bar a step on a logarithmic scale of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Node
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.story.saying import span
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import BAND, INK, MUTED
from katch_protocols.drawings.views.fitting import Fitted, fitted
from katch_protocols.drawings.views.lanes.cards import badge
from katch_protocols.drawings.views.sheet import (
    LEFT,
    TOP,
    Key,
    Row,
    Sheet,
    bases,
    spoken_rows,
)
from katch_protocols.drawings.views.subject import Subject
from katch_protocols.drawings.views.time_axis import TimeAxis, hours
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.labels import Label

__all__ = ["DeadlinesView"]

_TITLE, _SCALE, _PILL, _HOLDER = 400.0, 460.0, 132.0, 200.0
_RIGHT = LEFT + _TITLE + _SCALE + _PILL + _HOLDER
_HEAD, _BAND, _PADDING = 30.0, 24.0, 6.0
_BAR = 15.0


@dataclass(frozen=True)
class DeadlinesView:
    """The deadlines of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def steps(self) -> tuple[tuple[Node, Deadline], ...]:
        """Every state with a deadline, phase by phase; those of runs are theirs."""
        chart = self.subject.chart
        own = [node for node in chart.nodes if node.home == chart.protocol.id]
        own.sort(key=lambda node: self.subject.rank(node.phase))
        return tuple((node, node.within) for node in own if node.within is not None)

    @cached_property
    def axis(self) -> TimeAxis:
        """The scale: as long as the longest deadline, or a day."""
        spans = (hours(within.limit) for _, within in self.steps)
        return TimeAxis.over(spans, LEFT + _TITLE, _SCALE, self.subject.languages)

    def scene(self, language: str) -> Scene:
        """Draw the bars in one language."""
        rows, top = [], TOP + _HEAD
        rank = -1
        for node, within in self.steps:
            if self.subject.rank(node.phase) != rank:
                rank = self.subject.rank(node.phase)
                band = list(self._band(node, top, language))
                rows += band
                top += _BAND if band else 0
            title = self._title(node, within)
            height = max(sum(t.height for t in title) + 2 * _PADDING, _BAR + 12)
            rows.append(self._row(node, within, Rect(LEFT, top, 0, height), language))
            top += height
        axis = [*self.axis.marks(TOP + 4, top, language)] if self.steps else []
        if not self.steps:
            rows += self._empty(language)
        found = [within.basis for _, within in self.steps]
        key = Key(tuple(bases(found, self.subject.languages)), self.subject.languages)
        marks, bottom = key.written(language, _RIGHT, top + 12)
        note, bottom = self._note(language, bottom)
        said = " ".join(spoken_rows(self.twin(language)))
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-deadlines",
            self.subject.languages,
            _RIGHT,
        )
        parts = (*axis, *rows, *marks, *note)
        return sheet.scene(language, parts, bottom, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        rows = (self._spoken(*step, language) for step in self.steps)
        return (self._names(language), *rows)

    def _names(self, language: str) -> Row:
        keys = ("phase", "step", "by-when", "basis", "holder")
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _spoken(self, node: Node, within: Deadline, language: str) -> Row:
        subject = self.subject
        phase, start = subject.phase(node.phase), self._start(node)
        limit = span(within.limit, (language,)).say(language)
        return (
            phase.say(language) if phase else "",
            subject.named(node.title, node.name).say(language),
            f"{limit}, {start.say(language)}" if start else limit,
            subject.word(within.basis.value).say(language),
            self._holder(node).say(language),
        )

    def _start(self, node: Node) -> Label | None:
        if node.clock_start is None:
            return None
        chart, name = self.subject.chart, node.clock_start
        index = chart.by_name.get(name)
        title = chart.title_of(name) or (index and chart.nodes[index].title) or None
        return self.subject.word("counted-from", event=self.subject.named(title, name))

    def _holder(self, node: Node) -> Label:
        if node.held_by is None:
            return self.subject.word("nobody")
        return self.subject.short(self.subject.home(node.held_by))

    def _title(self, node: Node, within: Deadline) -> Sequence[Fitted]:
        subject = self.subject
        room, languages = _TITLE - 22, subject.languages
        title = subject.named(node.title, node.name)
        texts = [fitted(title, languages, room, size=13.5, most=2)]
        start = self._start(node)
        if start is not None and within.start is not None:
            texts.append(fitted(start, languages, room, size=11, most=1))
        return texts

    def _row(self, node: Node, within: Deadline, rect: Rect, language: str) -> Group:
        lane = self.subject.home(node.held_by) if node.held_by else ""
        colour = self.subject.colour(lane)
        y, height = rect.y, rect.height
        bar = Rect(LEFT, y + 4, 5, height - 8)
        shapes: list[Shape] = [Panel(bar, Ink(colour), 2)]
        top = y + (height - sum(t.height for t in self._title(node, within))) / 2
        for at, text in enumerate(self._title(node, within)):
            place = Rect(LEFT + 12, top, _TITLE - 22, text.height)
            shapes.append(text.within(place, language, MUTED if at else INK))
            top += text.height
        start, end = LEFT + _TITLE, self.axis.x(hours(within.limit))
        middle = rect.y + height / 2
        length = Rect(start, middle - _BAR / 2, end - start, _BAR)
        shapes.append(Panel(length, Ink(f"{colour}", colour, 1), 2))
        shapes.append(Panel(Rect(end - 2, middle - 10, 4, 20), Ink(INK), 1))
        left = LEFT + _TITLE + _SCALE + 8
        limit = span(within.limit, self.subject.languages).say(language)
        pill = Rect(left, middle - 10, _PILL - 12, 20)
        shapes += badge(pill, limit, within.basis)
        holder = fitted(
            self._holder(node), self.subject.languages, _HOLDER - 10, size=12.5, most=2
        )
        place = Rect(left + _PILL, y, _HOLDER - 10, height)
        shapes.append(holder.within(place, language, INK))
        said = next(
            spoken_rows((self._names(language), self._spoken(node, within, language)))
        )
        data = {"state": node.name, "lane": lane}
        return Group("deadline", tuple(shapes), data, said)

    def _band(self, node: Node, top: float, language: str) -> Iterator[Shape]:
        phase = self.subject.phase(node.phase)
        if phase is None:
            return
        rect = Rect(LEFT, top, _TITLE - 16, _BAND)
        text = fitted(
            phase, self.subject.languages, rect.width - 14, face=Face.SEMIBOLD, most=1
        )
        yield Panel(Rect(LEFT, top + 1, _RIGHT - LEFT, _BAND - 2), Ink(BAND))
        yield text.within(Rect(LEFT + 7, top, rect.width, _BAND), language, INK)

    def _note(self, language: str, top: float) -> tuple[list[Shape], float]:
        label, languages = self.subject.word("key-axis"), self.subject.languages
        text = fitted(label, languages, _RIGHT - LEFT, size=12, most=2)
        place = Rect(LEFT, top, _RIGHT - LEFT, text.height)
        return [text.within(place, language, MUTED)], top + text.height

    def _empty(self, language: str) -> Iterator[Shape]:
        label, languages = self.subject.word("no-deadlines"), self.subject.languages
        text = fitted(label, languages, _RIGHT - LEFT, size=14)
        yield text.within(Rect(LEFT, TOP, _RIGHT - LEFT, _HEAD), language, INK)
