"""How long things take: a bar for each variant, with the interval of its mean."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.sheet import spoken_rows
from katch_protocols.drawings.simulated.page import LEFT, TOP, SimulatedPage
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, MUTED
from katch_protocols.model.noun import Label
from katch_protocols.model.simulations import (
    Estimate,
    MeasuredTime,
    TimeOutcome,
    VariantResult,
)
from katch_protocols.words.say import say, say_measured

__all__ = ["SimulatedTimes"]

_SIDE, _PLOT, _BAR, _GAP, _END = 190.0, 420.0, 18.0, 10.0, 150.0
_FEW_DAYS = 96


class SimulatedTimes(Struct, frozen=True):
    """A group a thing that is measured, a bar a variant; all have one scale."""

    page: SimulatedPage

    @property
    def width(self) -> float:
        """How wide the page is."""
        return 2 * LEFT + _SIDE + _PLOT + _END

    def scene(self, language: str) -> Scene:
        """Draw the bars in one language."""
        shapes: list[Shape] = []
        room, top = self.width - 2 * LEFT, TOP
        head = self.page.fit(self.page.word("times-title"), room, 14, bold=True)
        shapes.append(head.within(Rect(LEFT, top, room, 20), language, INK))
        top += 30
        for time in self._times():
            title = self._title(time)
            said = self.page.fit(title, room, 13, bold=True)
            shapes.append(said.within(Rect(LEFT, top, room, 18), language, INK))
            top += 22
            for variant, found in self._of(time):
                shapes.append(self._bar(variant, found, top, language))
                top += _BAR + 4
            top += _GAP
        spoken = " ".join(spoken_rows(self.twin(language)))
        return self.page.scene(language, shapes, (self.width, top), spoken)

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the same as rows of text, the head first."""
        variants = self.page.result.variants
        head = (
            self.page.word("what").say(language),
            *(self.page.variant(each).say(language) for each in variants),
        )
        rows = (
            (
                self._title(time).say(language),
                *(self._said(found).say(language) for _, found in self._of(time)),
            )
            for time in self._times()
        )
        return (head, *rows)

    def _times(self) -> tuple[TimeOutcome, ...]:
        """The times of what is measured of which a variant says something."""
        today = self.page.result.today.times
        known = (each for each in today if not each.sentence)
        return tuple(
            time for time in known if any(found for _, found in self._of(time))
        )

    def _of(self, time: TimeOutcome) -> Iterator[tuple[VariantResult, Estimate | None]]:
        for variant in self.page.result.variants:
            found = variant.time(time)
            yield variant, None if found is None else found.median

    def _title(self, time: TimeOutcome) -> Label:
        measured = self.page.time(MeasuredTime(time.protocol, time.name))
        texts = {
            code: self.page.word("median", what=measured.say(code)).say(code)
            for code in self.page.languages
        }
        return Label(texts=texts)

    def _said(self, found: Estimate | None) -> Label:
        if found is None:
            return self.page.word("unknown")
        days = found.mean >= _FEW_DAYS
        size = 24 if days else 1
        unit, size = ("days", 24) if days else ("hours", 1)
        texts = {}
        for code in self.page.languages:
            ends = (found.mean, found.low, found.high)
            mean, low, high = (say_measured(each / size, code) for each in ends)
            said = say(f"simulations.{unit}", code, n=mean)
            texts[code] = (
                say("simulations.each-time", code, mean=said)
                if found.is_alike
                else say("simulations.interval", code, mean=said, low=low, high=high)
            )
        return Label(texts=texts)

    def _most(self) -> float:
        every = (found for time in self._times() for _, found in self._of(time))
        return (
            max((each.high for each in every if each is not None), default=1.0) or 1.0
        )

    def _bar(
        self, variant: VariantResult, found: Estimate | None, top: float, language: str
    ) -> Group:
        name = self.page.fit(self.page.variant(variant), _SIDE - 8, 12)
        side = Rect(LEFT, top, _SIDE - 8, _BAR)
        parts: list[Shape] = [name.within(side, language, MUTED)]
        left = LEFT + _SIDE
        end = left
        if found is not None:
            scale = _PLOT / self._most()
            length = max(1.0, found.mean * scale)
            parts.append(
                Panel(Rect(left, top, length, _BAR), Ink(BAND, HAIRLINE, 1), 2)
            )
            middle = top + _BAR / 2
            low, high = left + found.low * scale, left + found.high * scale
            parts.append(
                Polyline(((low, middle), (high, middle)), Ink("none", INK, 1.6))
            )
            for x in (low, high):
                whisker = ((x, middle - 5), (x, middle + 5))
                parts.append(Polyline(whisker, Ink("none", INK, 1.6)))
            end = max(left + length, high)
        text = self.page.fit(self._said(found), _END, 12)
        parts.append(
            text.within(Rect(end + 8, top, _END, _BAR), language, INK, Anchor.START)
        )
        return Group("bar", tuple(parts), {"variant": variant.name})
