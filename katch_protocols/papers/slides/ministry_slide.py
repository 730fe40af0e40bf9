"""The slide of a ministry: its duties, what it never does, what is needed of it."""

from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Scene
from katch_protocols.drawings.theme import ALERT, INK, PAPER
from katch_protocols.papers.content.briefing_nouns import MinistryPart
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.slides.board import (
    Board,
    TextLook,
    height_of,
    least_words,
    set_in,
)
from katch_protocols.papers.slides.deck import BAND_HEIGHT, HEIGHT, MARGIN, WIDTH

__all__ = ["ministry_slide"]

_ROOM, _GAP = WIDTH - 2 * MARGIN, 14.0
_FOOT = HEIGHT - 34.0
_BADGE, _HEAD = 26.0, 28.0
_NEEDS, _NEVER = 2, 3
_BOXES = _ROOM - 16
"""How wide both boxes are."""
_SHARES = 0.5, 0.56, 0.44, 0.62, 0.38
_LISTED = TextLook(16, most=3)
_FEW = 3
"""So few duties have titles in larger letters."""


def ministry_slide(
    part: MinistryPart, wording: PaperTexts, colour: str, besides: str = ""
) -> Scene:
    """Return what a ministry does, what it never does, and what is needed of it.

    Boxes are as tall as what stands in them; pictures take the room that is left.
    """
    share = min(_SHARES, key=lambda each: _tallest(part, each))
    first = share, _FOOT - BAND_HEIGHT - 200
    _, tall = _ministry(part, wording, colour, besides, first)
    board, _ = _ministry(part, wording, colour, besides, (share, tall))
    return board.scene(part.ministry.title)


def _tallest(part: MinistryPart, share: float) -> float:
    """Return how tall the taller list is where the first has this share of the room."""
    lists = (part.ministry.never[:_NEVER], share), (part.needs[:_NEEDS], 1 - share)
    return max(
        sum(height_of(set_in(each, _BOXES * part - 24, _LISTED)) + 3 for each in lines)
        for lines, part in lists
    )


def _ministry(
    part: MinistryPart,
    wording: PaperTexts,
    colour: str,
    besides: str,
    size: tuple[float, float],
) -> tuple[Board, float]:
    """Draw it; ``size`` is the share of the first box, and how tall both are.

    Without anything that it never does, or words left for it, there is no first box.
    Return how tall they have to be, too.
    """
    share, tall = size
    board, sheet = Board(wording.language, besides), part.ministry
    said = wording.say("deck-of", number=str(len(sheet.lines)), every=str(part.every))
    band = Rect(MARGIN, BAND_HEIGHT - 32, _ROOM, 22)
    board.text(said, band, TextLook(16, fill=PAPER, most=1))
    top = BAND_HEIGHT + 14
    low = Rect(MARGIN, _FOOT - 8 - tall, _BOXES * share, tall)
    _duties(board, part, colour, Rect(MARGIN, top, _ROOM, low.y - 18 - top))
    _badges(board, colour, wording)
    right = Rect(low.right + 16, low.y, _BOXES - low.width, tall)
    # Words are few: what is needed comes first.
    heads = wording.say("deck-needs"), wording.say("ministry-never")
    spare = least_words(heads[1], *sheet.never[:1]) if sheet.never else 0
    asked = least_words(heads[0], *part.needs[:1])
    has_never = bool(sheet.never) and asked + spare <= board.left
    if not has_never:
        right = Rect(MARGIN, low.y, _ROOM, tall)
    needs = _box(board, right, heads[0], INK)
    left = spare if has_never else 0
    asked_for = part.needs[:_NEEDS]
    feet = [board.list(asked_for, needs, _LISTED, gap=3, always=True, spare=left)]
    if has_never:
        never = _box(board, low, heads[1], ALERT)
        feet.append(board.list(sheet.never[:_NEVER], never, _LISTED, gap=3))
    return board, max(feet) - low.y + 14


def _duties(board: Board, part: MinistryPart, colour: str, rect: Rect) -> None:
    """Draw the duties side by side: pictogram, title, badge and deadline."""
    lines = part.ministry.lines
    count = max(len(lines), 1)
    wide = (rect.width - (count - 1) * _GAP) / count
    look = TextLook(16 if count > _FEW else 20, bold=True, most=4)
    titles = [height_of(set_in(said, wide, look)) for said in part.shorts]
    title = max(titles, default=0.0)
    foot = rect.bottom - _BADGE
    panel = foot - title - 14 - rect.y
    for at, line in enumerate(lines):
        x = rect.x + at * (wide + _GAP)
        ground, number = Rect(x, rect.y, wide, panel), str(line.number)
        board.framed(ground, colour, part.pictures[at], number)
        board.panel(Rect(x, rect.y, wide, 3), Ink(colour))
        place = Rect(x, rect.y + panel + 6, wide, title)
        board.text(part.shorts[at], place, look)
        badge = Rect(x, foot, _BADGE, _BADGE)
        board.badge(number, badge, colour, is_filled=line.does)
        due = Rect(badge.right + 6, badge.y, wide - 32, _BADGE)
        told = line.due and replace(line.due, span=part.spans[at])
        board.pill(told, line.without, due)


def _badges(board: Board, colour: str, wording: PaperTexts) -> None:
    """Draw what the two badges mean, at the foot."""
    x = MARGIN
    for key, is_filled in (("ministry-we-do", True), ("ministry-we-answer", False)):
        square = Rect(x, HEIGHT - 28, 16, 16)
        board.panel(square, Ink(colour if is_filled else PAPER, colour, 1.5), 4)
        beside = Rect(square.right + 6, square.y - 4, 190, 24)
        board.text(wording.say(key), beside, TextLook(most=1), middle=True)
        x += 200


def _box(board: Board, rect: Rect, head: str, colour: str) -> Rect:
    """Draw a box with a head; return the room inside."""
    board.panel(rect, Ink(PAPER, colour, 1.6), 8)
    band = Rect(rect.x, rect.y, rect.width, _HEAD)
    board.panel(band, Ink(colour), 8)
    inner = Rect(band.x + 12, band.y, band.width - 24, band.height)
    look = TextLook(bold=True, fill=PAPER, most=1)
    board.text(head, inner, look, middle=True)
    return Rect(inner.x, band.bottom + 6, inner.width, rect.bottom - band.bottom - 8)
