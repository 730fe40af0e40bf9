"""The axis of time that bars stand on: logarithmic, the same in every drawing."""

from collections.abc import Iterable, Iterator, Sequence
from math import log

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Ink, Polyline, Shape
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.story.saying import span
from katch_protocols.drawings.theme import HAIRLINE, MUTED
from katch_protocols.model.deadlines import Duration, Unit, hours

__all__ = ["TimeAxis"]

_TICKS = (
    Duration(amount=1, unit=Unit.HOURS),
    Duration(amount=4, unit=Unit.HOURS),
    Duration(amount=24, unit=Unit.HOURS),
    Duration(amount=3, unit=Unit.DAYS),
    Duration(amount=7, unit=Unit.DAYS),
    Duration(amount=14, unit=Unit.DAYS),
    Duration(amount=30, unit=Unit.DAYS),
    Duration(amount=90, unit=Unit.DAYS),
    Duration(amount=180, unit=Unit.DAYS),
    Duration(amount=12, unit=Unit.MONTHS),
    Duration(amount=36, unit=Unit.MONTHS),
)
_ROOM = 60.0
"""How wide the text of a mark may be, in pixels."""


class TimeAxis(Struct, frozen=True):
    """From now at ``left`` to ``longest`` hours, ``width`` pixels further."""

    left: float
    width: float
    longest: float
    languages: Sequence[str]

    @staticmethod
    def over(
        spans: Iterable[float], left: float, width: float, languages: Sequence[str]
    ) -> "TimeAxis":
        """Return an axis that holds every span, in hours, and a day at the least."""
        least = max(hours(tick) for tick in _TICKS[:3])
        return TimeAxis(left, width, max([least, *spans]), languages)

    def x(self, span_in_hours: float) -> float:
        """Return where a span ends."""
        share = log(1 + span_in_hours) / log(1 + self.longest)
        return self.left + self.width * share

    def marks(self, top: float, bottom: float, language: str) -> Iterator[Shape]:
        """Yield a dashed line a mark that has room, and its text at the top.

        The longest comes first, so that a long bar never ends beyond the last mark.
        """
        first = float("inf")
        for tick in reversed(_TICKS):
            x = self.x(hours(tick))
            label = span(tick, self.languages)
            text = fitted(label, self.languages, _ROOM, size=12, most=1)
            fits = x + text.width / 2 < first - 8 and hours(tick) <= self.longest
            if not fits:
                continue
            first = x - text.width / 2
            points = (x, top + 22), (x, bottom)
            yield Polyline(points, Ink("none", HAIRLINE, 1, "3 3"))
            place = Rect(x - _ROOM / 2, top, _ROOM, 18)
            yield text.within(place, language, MUTED, Anchor.MIDDLE)
