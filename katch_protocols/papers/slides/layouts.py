"""Slides of a deck, each as a scene: what is missing, what changes, what to decide."""

from collections.abc import Sequence

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Ink, Scene
from katch_protocols.drawings.theme import (
    ADDED,
    ALERT,
    BAND,
    HAIRLINE,
    INK,
    MUTED,
    PAPER,
)
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.content.briefing_nouns import (
    Briefing,
    BriefingFigure,
    BriefingGap,
)
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.slides.board import (
    Board,
    TextLook,
    height_of,
    set_in,
    words_of,
)
from katch_protocols.papers.slides.deck import HEIGHT, MARGIN, TOP, WIDTH

__all__ = ["changes_slide", "decision_slide", "gaps_slide"]

_ROOM = WIDTH - 2 * MARGIN
_FOOT = HEIGHT - 34.0
_FOLLOWS = TextLook(16, most=4)


def gaps_slide(
    gaps: Sequence[BriefingGap], wording: PaperTexts, title: str, foot: str = ""
) -> Scene:
    """Return what is missing: at most three rows, numbered."""
    board = Board(wording.language, f"{title} {foot}")
    below: list[Rect] = []
    said = TextLook(19, fill=MUTED, most=3)
    tall = (_FOOT - TOP - 20) / 3
    for at, gap in enumerate(gaps):
        rect = Rect(MARGIN, TOP + 10 + at * tall, _ROOM, tall - 14)
        board.panel(rect, Ink(PAPER, ALERT, 1.6, "6 4"), 10)
        square = Rect(rect.x + 18, rect.middle[1] - 22, 44, 44)
        board.badge(str(at + 1), square, INK, is_filled=True)
        head, wide = TextLook(24, bold=True), rect.width - 110
        lines = height_of(set_in(gap.title, wide, head)), _tall(gap, wide, said)
        inner = Rect(square.right + 20, rect.middle[1] - sum(lines) / 2 - 3, wide, 34)
        top = board.text(gap.title, inner, head)
        below.append(Rect(inner.x, top + 4, wide, rect.bottom - top - 6))
    for gap, room in zip(gaps, below, strict=True):
        board.list((gap.said,), room, said)
    return board.scene(title)


def _tall(gap: BriefingGap, wide: float, how: TextLook) -> float:
    return height_of(set_in(gap.said, wide, how))


def changes_slide(
    changes: Sequence[BriefingFigure], wording: PaperTexts, title: str
) -> Scene:
    """Return what changes: a large number each, and what it counts."""
    board = Board(wording.language)
    count = max(len(changes), 1)
    wide = (_ROOM - (count - 1) * 20) / count
    number, look = TextLook(72, bold=True, most=1), TextLook(22, most=5)
    rooms = [
        Rect(MARGIN + at * (wide + 20) + 24, TOP + 64, wide - 48, 0)
        for at in range(len(changes))
    ]
    below = 100.0
    feet = [
        below + height_of(set_in(each.said, room.width, look))
        for each, room in zip(changes, rooms, strict=True)
    ]
    for each, room in zip(changes, rooms, strict=True):
        panel = Rect(room.x - 24, room.y - 24, wide, max(feet) + 48)
        board.panel(panel, Ink(BAND), 14)
        board.text(each.number, room, number)
        board.text(each.said, Rect(room.x, room.y + below, room.width, 0), look)
    return board.scene(title)


def decision_slide(briefing: Briefing, wording: PaperTexts, title: str) -> Scene:
    """Return what is to be decided: three boxes to tick, and what breaks otherwise."""
    board = Board(wording.language, f"{title} {briefing.foot}")
    left = Rect(MARGIN, TOP + 18, 560, _FOOT - TOP - 72)
    rooms = _asks(board, briefing, wording, left)
    right = Rect(left.right + 32, left.y, _ROOM - left.width - 32, left.height)
    for room, ask in zip(rooms, briefing.asks, strict=True):
        board.list((ask.said,), room, TextLook(15, most=3))
    place = Rect(MARGIN, _FOOT - 40, _ROOM, 34)
    board.panel(Rect(MARGIN, place.y - 4, _ROOM, 1), Ink(HAIRLINE))
    board.list((briefing.deciders,), place, TextLook(most=2))
    foot = _consequences(board, briefing, wording, right)
    below = Rect(right.x, foot + 12, right.width, 40)
    board.list((briefing.proved,), below, TextLook(fill=MUTED))
    return board.scene(title)


def _asks(
    board: Board, briefing: Briefing, wording: PaperTexts, rect: Rect
) -> Sequence[Rect]:
    """Draw a row for each decision, with boxes for yes and no; return what is left."""
    tall, rooms = rect.height / 3, list[Rect]()
    columns = [(rect.right - 112, "deck-yes"), (rect.right - 48, "deck-no")]
    for x, key in columns:
        head = Rect(x - 22, rect.y - 22, 64, 20)
        how = TextLook(15, most=1, anchor=Anchor.MIDDLE)
        board.text(wording.say(key), head, how, middle=True)
    for at, ask in enumerate(briefing.asks):
        y = rect.y + at * tall
        board.panel(Rect(rect.x, y, rect.width, 1.5), Ink(INK))
        square = Rect(rect.x, y + tall / 2 - 21, 42, 42)
        board.badge(str(at + 1), square, INK, is_filled=True)
        inner = Rect(square.right + 18, y + 14, 370, 28)
        top = board.text(ask.title, inner, TextLook(21, bold=True))
        rooms.append(Rect(inner.x, top + 2, inner.width, y + tall - top))
        for x, _ in columns:
            box = Rect(x, y + tall / 2 - 10, 20, 20)
            board.panel(box, Ink(PAPER, INK, 1.6), 4)
    bottom = rect.y + tall * len(briefing.asks)
    board.panel(Rect(rect.x, bottom, rect.width, 1.5), Ink(INK))
    return rooms


def _consequences(
    board: Board, briefing: Briefing, wording: PaperTexts, rect: Rect
) -> float:
    """Draw what a yes brings, and what breaks without the deadline that matters.

    Return the foot of it.
    """
    if not briefing.yes:
        return rect.y
    heading, broken = briefing.without
    said = wording.say("deck-if-yes"), briefing.yes
    spared = words_of(heading)
    foot = _consequence(board, rect, said, Ink(PAPER, ADDED, 2), spared)
    if not broken:
        return foot
    second = Rect(rect.x, foot + 14, rect.width, rect.bottom - foot - 14)
    ink = Ink(PAPER, ALERT, 2, "6 4")
    told = [wording.say("deck-broken", promise=each) for each in broken]
    return _consequence(board, second, (heading, told), ink)


def _consequence(
    board: Board,
    rect: Rect,
    said: tuple[str, Sequence[str]],
    ink: Ink,
    spared: int = 0,
) -> float:
    """Draw a house, a head and lines in a box as tall as they are; return its foot.

    So many words are ``spared`` for what comes after it.
    """
    head, lines = said
    icon = Rect(rect.x + 12, rect.y + 14, 46, 46)
    inner = Rect(icon.right + 12, rect.y + 12, rect.right - icon.right - 20, 40)
    look = TextLook(17, bold=True, fill=ink.stroke, most=3)
    top = board.text(head, inner, look) + 4
    room = Rect(inner.x, top, inner.width, rect.bottom - top - 10)
    told = [each for each in lines if words_of(each) + spared <= board.left]
    foot = max(board.list(told, room, _FOLLOWS, gap=3), icon.bottom) + 10
    board.picture(Picture.OPEN_DOOR, icon, ink.stroke)
    board.behind(Rect(rect.x, rect.y, rect.width, foot - rect.y), ink, 12)
    return foot
