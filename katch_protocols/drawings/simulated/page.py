"""What every page of a simulation has: its title, and that no case of it was real."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, INK, MUTED
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.simulations import (
    TODAY,
    MeasuredTime,
    Result,
    VariantResult,
)
from katch_protocols.words.say import say

__all__ = ["LEFT", "TOP", "SimulatedPage"]

LEFT, TOP = 24.0, 84.0
_FOOT = 44.0


class SimulatedPage(Struct, frozen=True):
    """The answer of a simulation, and whose titles are said; nothing else is drawn."""

    result: Result
    handbook: Handbook

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the handbook."""
        return self.handbook.languages

    def word(self, key: str, **facts: object) -> Label:
        """Return a text of the catalogue in every language."""
        texts = {
            code: say(f"simulations.{key}", code, **facts) for code in self.languages
        }
        return Label(texts=texts)

    def post(self, name: Id) -> Label:
        """Return the title of a post; of one that has none, its id."""
        known = self.result.today.post(name)
        return self._titled(None if known is None else known.title, name)

    def measured(self, name: Id) -> Label:
        """Return the title of what is measured."""
        known = self.handbook.measured.get(name)
        return self._titled(None if known is None else known.title, name)

    def time(self, time: MeasuredTime) -> Label:
        """Return what is measured, and in which protocol where there are several."""
        measured = self.measured(time.name)
        if len(self.result.protocols) == 1:
            return measured
        protocol = self.handbook.protocols[time.protocol].title
        texts = {
            code: say(
                "simulations.in",
                code,
                what=measured.say(code),
                protocol=protocol.say(code),
            )
            for code in self.languages
        }
        return Label(texts=texts)

    def variant(self, variant: VariantResult) -> Label:
        """Return what a variant is called."""
        if variant.name == TODAY:
            return self.word("today")
        return self._titled(variant.title, variant.name)

    def _titled(self, title: Label | None, name: Id) -> Label:
        texts = {code: title.say(code) if title else name for code in self.languages}
        return Label(texts=texts)

    def fit(
        self,
        label: Label,
        room: float,
        size: float,
        *,
        bold: bool = False,
        most: int = 1,
    ) -> Fitted:
        """Set a text in every language."""
        face = Face.SEMIBOLD if bold else Face.REGULAR
        return fitted(label, self.languages, room, size=size, face=face, most=most)

    def scene(
        self,
        language: str,
        parts: Iterable[Shape],
        size: tuple[float, float],
        said: str,
    ) -> Scene:
        """Return the page around its parts, which end at a height."""
        width, bottom = size
        room = width - 2 * LEFT
        tally: Mapping[str, int] = self.result.tally
        scenario = self._titled(self.result.title, self.result.scenario)
        called = {
            code: say("simulations.title", code, scenario=scenario.say(code))
            for code in self.languages
        }
        title = Label(texts=called)
        mark = self.word("simulated")
        rests = self.word("tally", numbers=sum(tally.values()), **tally)
        head = (
            self.fit(title, room, 22, bold=True).within(
                Rect(LEFT, 12, room, 28), language, INK
            ),
            self.fit(mark, room, 13).within(Rect(LEFT, 44, room, 18), language, ALERT),
        )
        end = self.fit(rests, room, 11, most=2).within(
            Rect(LEFT, bottom + 6, room, 32), language, MUTED
        )
        spoken = f"{mark.say(language)} {said} {rests.say(language)}"
        return Scene(
            width,
            bottom + _FOOT,
            title.say(language),
            spoken,
            language,
            (*head, *parts, end),
        )
