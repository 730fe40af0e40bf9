"""What is said of a gate, and the pill that says when the receiver acknowledges."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Ink, Panel, Shape, Sign
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span
from katch_protocols.drawings.text import Face, width
from katch_protocols.drawings.theme import ALERT, PAPER
from katch_protocols.drawings.views.handoff_flow.chains import Gate
from katch_protocols.model.noun import Label

__all__ = ["PILL", "GateWords"]

PILL = 22.0
"""How tall a pill is, in pixels."""
_LEAST, _FURTHER = 11.5, 5


class GateWords(Struct, frozen=True):
    """Says the gates of one protocol."""

    subject: Subject

    def fit(
        self, label: Label, room: float, size: float, most: int, *, bold: bool = False
    ) -> Fitted:
        """Set a label; no letter is too small to be read on A3.

        What may stand in several lines has some more of them rather than to be cut.
        """
        further, least = (_FURTHER if most > 1 else 0), _LEAST
        return self.subject.fitted(
            label, room, size, bold=bold, most=most, least=least, further=further
        )

    def said(self, gate: Gate, language: str) -> str:
        """Say a gate in one line."""
        sender, receiver = (
            self.subject.full(each).say(language)
            for each in (gate.sender, gate.receiver)
        )
        said = self.title(gate).say(language)
        return f"{sender} → {receiver}: {said}"

    def title(self, gate: Gate) -> Label:
        """Return what is done."""
        title = self.subject.chart.short_of(gate.activity)
        return self.subject.named(title, gate.activity)

    def pill_text(self, gate: Gate) -> Label:
        """Say in what time the receiver must acknowledge, or that it need not."""
        if not gate.acknowledged:
            return self.subject.word("not-confirmed")
        if gate.within is None:
            return self.subject.word("own-case" if gate.opens else "confirms")
        return span(gate.within.limit, self.subject.languages)

    def pill_width(self, gate: Gate) -> float:
        """Return how wide the pill of a gate is in every language."""
        text, languages = self.pill_text(gate), self.subject.languages
        room = max(width(text.say(each), 11.5, Face.SEMIBOLD) for each in languages)
        return room + 36

    def pill(self, gate: Gate, rect: Rect, language: str) -> Iterator[Shape]:
        """Yield the pill of a gate: dashed where nobody has to acknowledge."""
        text = self.pill_text(gate)
        if not gate.acknowledged:
            yield Panel(rect, Ink(PAPER, ALERT, 1.6, "5 3"), rect.height / 2)
            set_in = self.fit(text, rect.width - 8, 11.5, 1, bold=True)
            yield set_in.within(rect, language, ALERT, Anchor.MIDDLE)
            return
        sign = Sign.DOOR if gate.opens else Sign.CHECK
        basis = gate.within.basis if gate.within is not None else None
        yield from badge(rect, text.say(language), basis, sign=sign)
