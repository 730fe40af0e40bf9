"""The exceptions of a flow, folded: what may be handed over at many steps."""

from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Disc,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.theme import FRAME, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.handoff_flow.chains import Chains, Gate
from katch_protocols.drawings.views.handoff_flow.words import PILL, GateWords
from katch_protocols.model.noun import Label
from katch_protocols.words.lists import options

__all__ = ["FoldedGates"]

_LINK, _BOX, _TALL, _PAD, _APART = 178.0, 138.0, 46.0, 16.0, 24.0
_SLOT, _ACROSS = _LINK + _BOX + _APART, 4
_ROW_GAP, _LINES = 12.0, 4

_Fold = tuple[Gate, ...]
"""Gates that are told as one: of one activity, to one receiver or back to each."""


class FoldedGates(Struct, frozen=True, dict=True):
    """Draws the exceptions: each with what follows from it, in rows of some links."""

    chains: Chains
    words: GateWords

    @cached_property
    def folds(self) -> tuple[_Fold, ...]:
        """Every exception once: of one activity to one receiver, or back to each."""
        found: dict[object, list[Gate]] = {}
        for gate in self.chains.exceptions:
            to = "" if self._is_back(gate) else gate.receiver
            found.setdefault((gate.activity, to), []).append(gate)
        return tuple(map(tuple, found.values()))

    def _is_back(self, gate: Gate) -> bool:
        """Whether a gate leads back to whoever had the case."""
        chart = self.words.subject.chart
        entries = [chart.entries[at] for at in chart.activities[gate.activity]]
        aims = [entry.hands_to or entry.goal for entry in entries]
        return any(aim is not None and aim.resume for aim in aims)

    @cached_property
    def strings(self) -> tuple[tuple[_Fold, ...], ...]:
        """The exceptions, long ones first, each with what only follows from it."""
        left, found = list(self.folds), []
        while left:
            string = [left.pop(0)]
            while following := [f for f in left if self._follows(string[-1], f)]:
                string.append(following[0])
                left.remove(following[0])
            found.append(tuple(string))
        return tuple(sorted(found, key=len, reverse=True))

    def _follows(self, one: _Fold, other: _Fold) -> bool:
        sources = {step for gate in other for step in gate.sources}
        reached = {step for gate in one for step in gate.targets}
        receivers = {gate.receiver for gate in one}
        senders = {gate.sender for gate in other}
        is_aside = bool(sources) and sources <= self.chains.aside
        return is_aside and sources <= reached and senders <= receivers

    @cached_property
    def rows(self) -> tuple[tuple[tuple[_Fold, bool], ...], ...]:
        """The folds in rows, each with whether a string begins with it.

        A string that is longer than what is left of a row begins the next.
        """
        rows: list[list[tuple[_Fold, bool]]] = [[]]
        for string in self.strings:
            if rows[-1] and len(rows[-1]) + len(string) > _ACROSS:
                rows.append([])
            for at, fold in enumerate(string):
                if len(rows[-1]) == _ACROSS:
                    rows.append([])
                rows[-1].append((fold, not at or not rows[-1]))
        return tuple(map(tuple, rows))

    def drawn(self, rect: Rect, language: str) -> tuple[list[Shape], float]:
        """Return what may happen at many steps: whence, what, to whom, what follows."""
        title = self.words.fit(
            self.words.subject.word("flow-exceptions"),
            rect.width - 2 * _PAD,
            14,
            1,
            bold=True,
        )
        head = Rect(rect.x + _PAD, rect.y + 8, rect.width, title.height)
        shapes: list[Shape] = [title.within(head, language, INK)]
        top = head.bottom + 10
        for row in self.rows:
            above = max(self._text(fold, first).height for fold, first in row) + 8
            tall = max(_TALL, *(self._receiver(fold).height + 8 for fold, _ in row))
            line = top + max(above, tall / 2)
            for at, (fold, first) in enumerate(row):
                x = rect.x + _PAD + at * _SLOT
                box = Rect(x + _LINK, line - tall / 2, _BOX, tall)
                place = Rect(x, top, _LINK, line - top)
                shapes.append(self._link(fold, (place, box), language, first=first))
            top = line + max(tall / 2, PILL + 8) + _ROW_GAP
        frame = Rect(rect.x, rect.y, rect.width, top - rect.y)
        return [Panel(frame, Ink(FRAME, HAIRLINE, 1.4), 10), *shapes], top

    def _link(
        self, fold: _Fold, rects: tuple[Rect, Rect], language: str, *, first: bool
    ) -> Group:
        """Draw what is done above an arrow, the pill below it, and who receives."""
        rect, box = rects
        gate, line = fold[0], rect.bottom
        text = self._text(fold, first)
        said = Rect(rect.x + 4, line - 8 - text.height, rect.width - 10, text.height)
        dash = "" if gate.acknowledged else "6 4"
        start = rect.x + 4 if first else rect.x - _APART + 3
        arrow = (start, line), (rect.right - 3, line)
        dot = (Disc((start, line), 4, Ink(INK)),) if first else ()
        wide = min(self.words.pill_width(gate), rect.width - 14)
        pill = Rect(rect.x + 4, line + 8, wide, PILL)
        is_one = len({each.receiver for each in fold}) == 1
        colour = self.words.subject.colour(gate.receiver) if is_one else MUTED
        parts = (
            *dot,
            text.within(said, language, INK),
            Polyline(arrow, Ink("none", INK, 2.4, dash), head=11),
            Panel(box, Ink(colour), 8),
            self._receiver(fold).within(box, language, PAPER, Anchor.MIDDLE),
            *self.words.pill(gate, pill, language),
        )
        said_all = together(
            [Label(texts={language: self.words.said(each, language)}) for each in fold],
            (language,),
            how=" ".join,
        )
        return Group("handoff", parts, {"to": gate.receiver}, said_all.say(language))

    def _receiver(self, fold: _Fold) -> Fitted:
        subject = self.words.subject
        names = dict.fromkeys(gate.receiver for gate in fold)
        label = subject.word("flow-back")
        if len(names) == 1:
            label = subject.short(next(iter(names)))
        elif not self._is_back(fold[0]):
            shorts = [subject.short(each) for each in names]
            label = together(shorts, subject.languages, how=options)
        return self.words.fit(label, _BOX - 10, 13, 2, bold=True)

    def _text(self, fold: _Fold, first: bool) -> Fitted:
        subject = self.words.subject
        label = self.words.title(fold[0])
        if first:
            whence = self._whence(fold)
            label = subject.word("exception", whence=whence, title=label)
        return self.words.fit(label, _LINK - 12, 13, _LINES)

    def _whence(self, fold: _Fold) -> Label:
        subject, numbers = self.words.subject, self.chains.numbers
        steps = {step for gate in fold for step in gate.sources}
        if steps >= {s for s in numbers if s not in self.chains.aside}:
            return subject.word("any-step")
        found = [numbers[step] for step in steps if step in numbers]
        key = "from-step" if len(found) == 1 else "from-steps"
        return subject.word(key, steps=spoken(found))
