"""What every page of a release has: its title, for whom it is, what was done to it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Area,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.releases import (
    ChangeSince,
    Release,
    ReleasedCell,
    TargetStatus,
)
from katch_protocols.telling.release_wording import ReleaseWording, said_period
from katch_protocols.words.say import say

__all__ = [
    "FOOT",
    "LEFT",
    "TOP",
    "ReleasePage",
    "Said",
    "change_sign",
    "hatched",
    "status_sign",
]

LEFT, TOP = 24.0, 76.0
FOOT = 46.0
_HATCH = 7.0

Said = Mapping[str, ReleaseWording]
"""A wording for each language."""


class ReleasePage(Struct, frozen=True, dict=True):
    """A release, and whose indicators they are; nothing else is ever drawn."""

    release: Release
    handbook: Handbook
    region: Id | None = None
    least: float = 7.0
    """No letter is smaller, in pixels."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the handbook."""
        return self.handbook.languages

    @cached_property
    def wordings(self) -> Said:
        """A wording for each language."""
        release, book = self.release, self.handbook
        return {code: ReleaseWording(release, book, code) for code in self.languages}

    def label(self, texts: Mapping[str, str]) -> Label:
        """Return a label of texts by language."""
        return Label(texts=dict(texts))

    def word(self, key: str) -> Label:
        """Return a text of the catalogue without gaps, in every language."""
        return self.label({code: v.say(key) for code, v in self.wordings.items()})

    def fit(
        self,
        texts: Mapping[str, str] | Label,
        room: float,
        size: float,
        *,
        bold: bool = False,
        most: int = 2,
    ) -> Fitted:
        """Set a text in every language."""
        label = texts if isinstance(texts, Label) else self.label(texts)
        return fitted(
            label,
            self.languages,
            room,
            size=size,
            face=Face.SEMIBOLD if bold else Face.REGULAR,
            most=most,
            least=self.least,
        )

    def scene(
        self,
        kind: str,
        language: str,
        parts: Iterable[Shape],
        size: tuple[float, float],
        said: str,
    ) -> Scene:
        """Return the page around its parts, which end at a height."""
        width, bottom = size
        room = width - 2 * LEFT
        key = "subtitle-public" if self.release.is_public else "subtitle-commission"
        period = self.release.period
        places = {
            code: v.region(self.region)
            if kind == "scorecard"
            else say(f"drawings.view-{kind}", code)
            for code, v in self.wordings.items()
        }
        below = {
            code: v.say(key, period=said_period(period, code))
            for code, v in self.wordings.items()
        }
        notes = {
            code: f"{v.note()} {self.handbook.id} · {self.release.hash[:12]}"
            for code, v in self.wordings.items()
        }
        title = self.fit(places, room, 22, bold=True, most=1)
        under = self.fit(below, room, 13, most=1)
        foot = self.fit(notes, room, 11.5)
        ink = MUTED if self.release.is_public else ALERT
        when = said_period(period, language)
        spoken = say(f"drawings.view-{kind}", language)
        head = (
            title.within(Rect(LEFT, 12, room, 28), language, INK),
            under.within(Rect(LEFT, 44, room, 18), language, ink),
        )
        end = foot.within(Rect(LEFT, bottom + 6, room, 32), language, MUTED)
        return Scene(
            width,
            bottom + FOOT,
            ". ".join(dict.fromkeys((spoken, places[language], when))),
            f"{said} {notes[language]}",
            language,
            (*head, *parts, end),
        )


def hatched(rect: Rect) -> Group:
    """Return the mark of a hidden number: stripes, in any theme and in any print."""
    lines: list[Shape] = [Panel(rect, Ink(PAPER, HAIRLINE, 1), 3)]
    x = rect.x - rect.height
    while x < rect.right:
        low = max(x, rect.x), rect.bottom - max(0.0, rect.x - x)
        high_x = min(x + rect.height, rect.right)
        high = high_x, rect.bottom - (high_x - x)
        if high[0] > low[0]:
            lines.append(Polyline((low, high), Ink("none", MUTED, 0.8)))
        x += _HATCH
    return Group("hidden", tuple(lines))


def change_sign(cell: ReleasedCell, x: float, y: float) -> Shape | None:
    """Return the sign of a change: a triangle up or down, or two bars; words say it."""
    match cell.change:
        case ChangeSince.BETTER:
            return Area(((x, y + 4), (x + 10, y + 4), (x + 5, y - 5)), Ink(INK))
        case ChangeSince.WORSE:
            return Area(((x, y - 4), (x + 10, y - 4), (x + 5, y + 5)), Ink(ALERT))
        case ChangeSince.NONE:
            bars = (Panel(Rect(x, y + d, 10, 2.4), Ink(MUTED)) for d in (-4, 2))
            return Group("no-change", tuple(bars))
        case _:
            return None


def status_sign(cell: ReleasedCell, x: float, y: float) -> Shape | None:
    """Return the sign of a target: a check, an arrow, or a square that alerts."""
    match cell.status:
        case TargetStatus.REACHED:
            return Glyph(Sign.CHECK, (x + 5, y), INK)
        case TargetStatus.ON_THE_WAY:
            return Polyline(((x, y), (x + 11, y)), Ink("none", INK, 1.6), head=5)
        case TargetStatus.BEHIND:
            return Panel(Rect(x + 1, y - 4.5, 9, 9), Ink(ALERT), 2)
        case _:
            return None
