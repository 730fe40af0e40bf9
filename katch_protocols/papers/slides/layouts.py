"""The slides of a deck, each as a scene: path, ministry, gaps, changes, decision."""

from collections.abc import Sequence
from dataclasses import replace

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Area, Ink, Scene
from katch_protocols.drawings.theme import (
    ADDED,
    ALERT,
    BAND,
    HAIRLINE,
    INK,
    MUTED,
    PAPER,
)
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.content.briefing_nouns import (
    Briefing,
    BriefingFigure,
    BriefingGap,
    MinistryPart,
)
from katch_protocols.papers.content.nouns import PrintedDeadline
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.slides.board import Board, TextLook, words_of
from katch_protocols.papers.slides.deck import BAND_HEIGHT, HEIGHT, MARGIN, TOP, WIDTH

__all__ = [
    "changes_slide",
    "decision_slide",
    "gaps_slide",
    "ministry_slide",
    "path_slide",
]

_ROOM, _GAP = WIDTH - 2 * MARGIN, 14.0
_FOOT = HEIGHT - 34.0


def path_slide(
    telling: PathTelling, tongue: PaperTexts, title: str, foot: str = ""
) -> Scene:
    """Return the path of the child: two rows of four, without the promises."""
    board, columns = Board(tongue.language, f"{title} {foot}"), 4
    wide = (_ROOM - (columns - 1) * _GAP) / columns
    tall = (_FOOT - TOP - 8) / 2
    bars: list[Rect] = []
    for at, moment in enumerate(telling.path.moments):
        down, across = divmod(at, columns)
        rect = Rect(MARGIN + across * (wide + _GAP), TOP + down * tall, wide, tall - 12)
        bars.append(_moment(board, at + 1, moment, telling, tongue, rect))
    _names(board, telling, tongue, bars)
    return board.scene(title)


def _names(
    board: Board, telling: PathTelling, tongue: PaperTexts, bars: Sequence[Rect]
) -> None:
    """Write who holds the case, each name once where there are too many words."""
    held = [telling.holders(each)[-1:] for each in telling.path.moments]
    short = {
        party: telling.subject.short(party).say(tongue.language)
        for parties in held
        for party in parties
    }
    words = sum(words_of(short[party]) for parties in held for party in parties)
    is_brief, said = words > board.left, set[str]()
    look = TextLook(bold=True, fill=PAPER)
    for parties, bar in zip(held, bars, strict=True):
        for party in parties:
            is_needed = not is_brief or party not in said
            if is_needed and words_of(short[party]) <= board.left:
                board.text(short[party], bar, look, middle=True)
            said.add(party)


def _moment(  # noqa: PLR0913, PLR0917 - one slide's own helper
    board: Board,
    number: int,
    moment: PathMoment,
    telling: PathTelling,
    tongue: PaperTexts,
    rect: Rect,
) -> Rect:
    """Draw a moment; return the room for the name of who holds the case."""
    code = tongue.language
    holders = telling.holders(moment)
    colours = [telling.subject.colour(each) for each in holders] or [MUTED]
    panel = Rect(rect.x, rect.y, rect.width, 74)
    board.framed(panel, colours[-1], moment.picture)
    corner = Rect(panel.x + 8, panel.y + 6, 30, 22)
    board.text(str(number), corner, TextLook(18, bold=True, most=1))
    title = Rect(rect.x, panel.bottom + 5, rect.width, 40)
    board.text(telling.title(moment).say(code), title, TextLook(16, bold=True))
    due, without = None, telling.span(moment).say(code)
    if moment.clock is not None:
        basis = moment.clock.basis
        due = PrintedDeadline(without, basis.value if basis else "", "")
        without = ""
    pill = Rect(rect.x, title.bottom + 2, rect.width, 26)
    board.pill(due, without, pill)
    bar = Rect(rect.x, pill.bottom + 5, rect.width, 36)
    _bar(board, bar, colours)
    left = bar.x + (40 if len(colours) > 1 else 10)
    return Rect(left, bar.y, bar.right - left - 4, bar.height)


def _bar(board: Board, rect: Rect, colours: Sequence[str]) -> None:
    """Draw who holds the case; a slanted seam is where it comes from another."""
    if len(colours) == 1:
        board.panel(rect, Ink(colours[0]), 5)
        return
    above, below = rect.x + 36.0, rect.x + 18.0
    first: tuple[Point, ...] = (
        (rect.x, rect.y),
        (above - 2, rect.y),
        (below - 2, rect.bottom),
        (rect.x, rect.bottom),
    )
    second: tuple[Point, ...] = (
        (above, rect.y),
        (rect.right, rect.y),
        (rect.right, rect.bottom),
        (below, rect.bottom),
    )
    board.shapes.append(Area(first, Ink(colours[0])))
    board.shapes.append(Area(second, Ink(colours[-1])))


def ministry_slide(
    part: MinistryPart, tongue: PaperTexts, colour: str, besides: str = ""
) -> Scene:
    """Return what a ministry does, what it never does, and what is needed of it."""
    board, sheet = Board(tongue.language, besides), part.ministry
    said = tongue.say("deck-of", number=str(len(sheet.lines)), every=str(part.every))
    band = Rect(MARGIN, BAND_HEIGHT - 32, _ROOM, 22)
    board.text(said, band, TextLook(16, fill=PAPER, most=1))
    columns = 5
    wide = (_ROOM - (columns - 1) * _GAP) / columns
    top = BAND_HEIGHT + 14
    for at, line in enumerate(sheet.lines):
        x = MARGIN + at * (wide + _GAP)
        panel = Rect(x, top, wide, 92)
        board.framed(panel, colour, part.pictures[at])
        board.panel(Rect(x, top, wide, 3), Ink(colour))
        title = Rect(x, top + 98, wide, 58)
        board.text(part.shorts[at], title, TextLook(16, bold=True, most=3))
        badge = Rect(x, title.bottom + 6, 26, 26)
        board.badge(str(line.number), badge, colour, is_filled=line.does)
        due = Rect(badge.right + 6, badge.y, wide - 32, 26)
        told = line.due and replace(line.due, span=part.spans[at])
        board.pill(told, line.without, due)
    half = (_ROOM - 16) / 2
    low = Rect(MARGIN, top + 204, half, _FOOT - top - 212)
    _badges(board, colour, tongue)
    right = Rect(low.right + 16, low.y, half, low.height)
    never = _box(board, low, tongue.say("ministry-never"), ALERT)
    needs = _box(board, right, tongue.say("deck-needs"), INK)
    # Words are few: what is needed comes first.
    board.list(part.needs[:2], needs, TextLook(most=3), gap=3)
    board.list(sheet.never[:3], never, TextLook(most=3), gap=3)
    return board.scene(sheet.title)


def _badges(board: Board, colour: str, tongue: PaperTexts) -> None:
    """Draw what the two badges mean, at the foot."""
    x = MARGIN
    for key, is_filled in (("ministry-we-do", True), ("ministry-we-answer", False)):
        square = Rect(x, HEIGHT - 28, 16, 16)
        board.panel(square, Ink(colour if is_filled else PAPER, colour, 1.5), 4)
        beside = Rect(square.right + 6, square.y - 4, 190, 24)
        board.text(tongue.say(key), beside, TextLook(most=1), middle=True)
        x += 200


def _box(board: Board, rect: Rect, head: str, colour: str) -> Rect:
    """Draw a box with a head; return the room inside."""
    board.panel(rect, Ink(PAPER, colour, 1.6), 8)
    band = Rect(rect.x, rect.y, rect.width, 28)
    board.panel(band, Ink(colour), 8)
    inner = Rect(band.x + 12, band.y, band.width - 24, band.height)
    look = TextLook(bold=True, fill=PAPER, most=1)
    board.text(head, inner, look, middle=True)
    return Rect(inner.x, band.bottom + 6, inner.width, rect.bottom - band.bottom - 8)


def gaps_slide(
    gaps: Sequence[BriefingGap], tongue: PaperTexts, title: str, foot: str = ""
) -> Scene:
    """Return what is missing: at most three rows, numbered."""
    board = Board(tongue.language, f"{title} {foot}")
    below: list[Rect] = []
    tall = (_FOOT - TOP - 20) / 3
    for at, gap in enumerate(gaps):
        rect = Rect(MARGIN, TOP + 10 + at * tall, _ROOM, tall - 14)
        board.panel(rect, Ink(PAPER, ALERT, 1.6, "6 4"), 10)
        square = Rect(rect.x + 18, rect.middle[1] - 22, 44, 44)
        board.badge(str(at + 1), square, INK, is_filled=True)
        inner = Rect(square.right + 20, rect.y + 14, rect.width - 110, 34)
        top = board.text(gap.title, inner, TextLook(22, bold=True))
        below.append(Rect(inner.x, top + 4, inner.width, 60))
    for gap, room in zip(gaps, below, strict=True):
        board.list((gap.said,), room, TextLook(17, fill=MUTED, most=3))
    return board.scene(title)


def changes_slide(
    changes: Sequence[BriefingFigure], tongue: PaperTexts, title: str
) -> Scene:
    """Return what changes: a large number each, and what it counts."""
    board = Board(tongue.language)
    count = max(len(changes), 1)
    wide = (_ROOM - (count - 1) * 20) / count
    for at, each in enumerate(changes):
        rect = Rect(MARGIN + at * (wide + 20), TOP + 40, wide, 300)
        board.panel(rect, Ink(BAND), 14)
        inner = rect.grown(-24)
        top = board.text(each.number, inner, TextLook(72, bold=True, most=1))
        said = Rect(inner.x, top + 12, inner.width, inner.bottom - top - 12)
        board.text(each.said, said, TextLook(20, most=5))
    return board.scene(title)


def decision_slide(briefing: Briefing, tongue: PaperTexts, title: str) -> Scene:
    """Return what is to be decided: three boxes to tick, and what breaks otherwise."""
    board = Board(tongue.language, f"{title} {briefing.foot}")
    left = Rect(MARGIN, TOP + 6, 560, _FOOT - TOP - 60)
    tall = left.height / 3
    rooms: list[Rect] = []
    for at, ask in enumerate(briefing.asks):
        y = left.y + at * tall
        board.panel(Rect(left.x, y, left.width, 1.5), Ink(INK))
        square = Rect(left.x, y + tall / 2 - 21, 42, 42)
        board.badge(str(at + 1), square, INK, is_filled=True)
        inner = Rect(square.right + 18, y + 14, 380, 28)
        top = board.text(ask.title, inner, TextLook(21, bold=True))
        room = Rect(inner.x, top + 2, inner.width, y + tall - top)
        rooms.append(room)
        for row, key in enumerate(("deck-yes", "deck-no")):
            box = Rect(left.right - 92, y + tall / 2 - 28 + row * 32, 20, 20)
            board.panel(box, Ink(PAPER, INK, 1.6), 4)
            beside = Rect(box.right + 8, box.y, 64, 20)
            board.text(tongue.say(key), beside, TextLook(15, most=1), middle=True)
    bottom = left.y + tall * len(briefing.asks)
    board.panel(Rect(left.x, bottom, left.width, 1.5), Ink(INK))
    right = Rect(left.right + 32, left.y, _ROOM - left.width - 32, left.height)
    consequences = _consequences(board, briefing, tongue, right)
    for room, ask in zip(rooms, briefing.asks, strict=True):
        board.list((ask.said,), room, TextLook(15, most=3))
    for room, lines in consequences:
        board.list(lines, room, TextLook(most=3), gap=3)
    place = Rect(MARGIN, _FOOT - 40, _ROOM, 34)
    board.panel(Rect(MARGIN, place.y - 4, _ROOM, 1), Ink(HAIRLINE))
    board.list((briefing.deciders,), place, TextLook(most=2))
    below = Rect(right.x, right.bottom - 44, right.width, 40)
    board.list((briefing.proved,), below, TextLook(fill=MUTED))
    return board.scene(title)


def _consequences(
    board: Board, briefing: Briefing, tongue: PaperTexts, rect: Rect
) -> Sequence[tuple[Rect, Sequence[str]]]:
    """Draw what a yes brings, and what breaks without the deadline that matters.

    Only the heads; return the room of each, and what to write there: first what breaks.
    """
    if not briefing.yes:
        return ()
    heading, broken = briefing.without
    whole = rect.height - 66
    first = Rect(rect.x, rect.y, rect.width, whole * (0.4 if broken else 0.7))
    board.panel(first, Ink(PAPER, ADDED, 2), 12)
    brings = _consequence(board, first, tongue.say("deck-if-yes"), ADDED)
    if not broken:
        return ((brings, briefing.yes),)
    second = Rect(rect.x, first.bottom + 12, rect.width, whole * 0.6)
    board.panel(second, Ink(PAPER, ALERT, 2, "6 4"), 12)
    breaks = _consequence(board, second, heading, ALERT)
    return (breaks, broken), (brings, briefing.yes)


def _consequence(board: Board, rect: Rect, head: str, colour: str) -> Rect:
    """Draw a house and a head; return the room below it."""
    icon = Rect(rect.x + 12, rect.y + 14, 46, 46)
    board.picture(Picture.OPEN_DOOR, icon, colour)
    left = icon.right + 12
    inner = Rect(left, rect.y + 12, rect.right - left - 8, 40)
    look = TextLook(16, bold=True, fill=colour, most=3)
    top = board.text(head, inner, look)
    return Rect(left, top + 4, inner.width, rect.bottom - top - 10)
