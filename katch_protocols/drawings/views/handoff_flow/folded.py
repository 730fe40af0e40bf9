"""The exceptions of a flow, folded: what may be handed over at many steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Polyline, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, half_of
from katch_protocols.drawings.theme import INK, MUTED, PAPER
from katch_protocols.drawings.views.handoff_flow.chains import Chains, Gate
from katch_protocols.drawings.views.handoff_flow.words import PILL, GateWords
from katch_protocols.model.noun import Id, Label

__all__ = ["FoldedGates"]

_CHIP, _PAD, _BETWEEN = 150.0, 14.0, 22.0


@dataclass(frozen=True)
class FoldedGates:
    """Draws a line for each activity and receiver, in two columns."""

    chains: Chains
    words: GateWords

    def drawn(self, rect: Rect, language: str) -> tuple[list[Shape], float]:
        """Return what may happen at many steps, folded: who, what, to whom."""
        found: dict[tuple[str, Id], list[Gate]] = {}
        for gate in self.chains.exceptions:
            found.setdefault((gate.activity, gate.receiver), []).append(gate)
        groups = tuple(found.values())
        wide = (rect.width - 2 * _PAD - _BETWEEN) / 2
        pill = max(map(self.words.pill_width, self.chains.exceptions))
        heights = [self._folded_height(gates, wide, pill) for gates in groups]
        first = half_of(heights)
        shapes: list[Shape] = []
        x, y, bottom = rect.x + _PAD, rect.y + 8, rect.y
        for at, gates in enumerate(groups):
            if at == first:
                x, y = x + wide + _BETWEEN, rect.y + 8
            rect = Rect(x, y, wide, heights[at])
            shapes.append(self._folded_line(gates, rect, pill, language))
            y = rect.bottom
            bottom = max(bottom, y + 8)
        frame = replace(rect, height=bottom - rect.y)
        return [Panel(frame, Ink(PAPER, MUTED, 1.6), 9), *shapes], bottom

    def _folded_texts(
        self, gates: Sequence[Gate], wide: float, pill: float
    ) -> tuple[Fitted, Fitted]:
        room = wide - _CHIP - pill - 66
        name = self.words.subject.short(gates[0].receiver)
        return (
            self.words.fit(self._folded(gates), room, 13, 4),
            self.words.fit(name, _CHIP - 10, 12.5, 3, bold=True),
        )

    def _folded_height(self, gates: Sequence[Gate], wide: float, pill: float) -> float:
        texts = self._folded_texts(gates, wide, pill)
        return max(PILL, *(text.height for text in texts)) + 8

    def _folded_line(
        self, gates: Sequence[Gate], rect: Rect, pill: float, language: str
    ) -> Group:
        text, receiver = self._folded_texts(gates, rect.width, pill)
        first, middle = gates[0], rect.middle[1]
        told = Rect(rect.right - pill, middle - PILL / 2, pill, PILL)
        box = Rect(told.x - 10 - _CHIP, rect.y + 2, _CHIP, rect.height - 4)
        arrow = (box.x - 44, middle), (box.x - 4, middle)
        dash = "" if first.acknowledged else "6 4"
        parts = (
            text.within(rect, language, INK),
            Polyline(arrow, Ink("none", INK, 2.4, dash), head=11),
            Panel(box, Ink(self.words.subject.colour(first.receiver)), 6),
            receiver.within(box, language, PAPER, Anchor.MIDDLE),
            *self.words.pill(first, told, language),
        )
        data = {"to": first.receiver}
        return Group("handoff", parts, data, self.words.said(first, language))

    def _folded(self, gates: Sequence[Gate]) -> Label:
        subject, numbers = self.words.subject, self.chains.lanes.numbers
        steps = {step for gate in gates for step in gate.sources}
        found = [numbers[step] for step in steps if step in numbers]
        key = "from-step" if len(found) == 1 else "from-steps"
        whence = subject.word(key, steps=spoken(found))
        if steps >= {s for s in numbers if s not in self.chains.aside}:
            whence = subject.word("any-step")
        title = subject.chart.short_of(gates[0].activity)
        return subject.word(
            "exception",
            whence=whence,
            title=subject.named(title, gates[0].activity),
        )
