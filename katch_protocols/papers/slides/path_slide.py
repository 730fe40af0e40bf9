"""The slide of the child's path: by when, who holds the case, what is promised."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Area, Ink, Scene
from katch_protocols.drawings.theme import MUTED, PAPER, lane_tint
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.papers.content.nouns import PrintedDeadline
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.slides.board import LEAST, Board, TextLook, words_of
from katch_protocols.papers.slides.deck import HEIGHT, MARGIN, TOP, WIDTH

__all__ = ["path_slide"]

_ROOM, _GAP, _COLUMNS = WIDTH - 2 * MARGIN, 14.0, 4
_FOOT = HEIGHT - 34.0
_TITLE, _BAR, _PROMISE = 40.0, 36.0, 68.0
"""How tall the texts of a moment are: two lines, two on the bar, four of a promise."""


def path_slide(
    telling: PathTelling, wording: PaperTexts, title: str, foot: str = ""
) -> Scene:
    """Return the path of the child in two rows: by when, who has the case, a promise.

    Promises for which there are too many words are left to the notes, the longest
    first.
    """
    besides = f"{title} {foot}"
    _, said = _path(telling, wording, besides, (_PROMISE, _PROMISE))
    board, _ = _path(telling, wording, besides, said)
    return board.scene(title)


def _path(
    telling: PathTelling, wording: PaperTexts, besides: str, said: Sequence[float]
) -> tuple[Board, Sequence[float]]:
    """Draw it with so much room for the promises of each row; return what they take."""
    board, moments = Board(wording.language, besides), telling.path.moments
    rows = 1 if len(moments) <= _COLUMNS else 2
    columns = max(-(-len(moments) // rows), 1)
    wide = (_ROOM - (columns - 1) * _GAP) / columns
    panel = (_FOOT - TOP - 8 - sum(said[:rows])) / rows - _TITLE - _BAR - 30
    panel, top = min(panel, 160.0), TOP
    bars: list[Rect] = []
    for at, moment in enumerate(moments):
        down, across = divmod(at, columns)
        below = (panel + _TITLE + _BAR + 30 + said[0]) * down
        rect = Rect(MARGIN + across * (wide + _GAP), top + below, wide, panel)
        bars.append(_moment(board, at + 1, moment, telling, wording, rect))
    _names(board, telling, wording, bars)
    taken = [0.0, 0.0]
    for at, tall in _promises(board, telling, wording, bars):
        taken[at // columns] = max(taken[at // columns], tall)
    return board, taken


def _promises(
    board: Board, telling: PathTelling, wording: PaperTexts, bars: Sequence[Rect]
) -> Iterator[tuple[int, float]]:
    """Write below who holds the case what the child is promised there.

    Yield the position of each moment of which it is said, and how tall that is.
    """
    said: list[tuple[int, int, str, Rect]] = []
    for at, (moment, bar) in enumerate(zip(telling.path.moments, bars, strict=True)):
        first = telling.promise(replace(moment, promises=moment.promises[:1]))
        if first is not None:
            text = first.say(wording.language)
            room = Rect(bar.x, bar.bottom + 5, bar.width, _PROMISE)
            said.append((words_of(text), at, text, room))
    for _, at, text, room in sorted(said, key=lambda each: each[0]):
        looks = (TextLook(size, most=4) for size in (16, LEAST))
        look = next((each for each in looks if board.fits(text, room, each)), None)
        if look is not None:
            yield at, board.text(text, room, look) - room.y


def _names(
    board: Board, telling: PathTelling, wording: PaperTexts, bars: Sequence[Rect]
) -> None:
    """Write who holds the case, each name once where there are too many words.

    Whoever has it again is then told by the number of the moment with the name.
    """
    moments = telling.path.moments
    promised = sum(
        words_of(said.say(wording.language))
        for moment in moments
        for said in moment.promises[:1]
    )
    held = [telling.holders(each)[-1:] for each in moments]
    short = {
        party: telling.subject.short(party).say(wording.language)
        for parties in held
        for party in parties
    }
    words = sum(words_of(short[party]) for parties in held for party in parties)
    is_brief, said = words + promised > board.left, dict[str, int]()
    look = TextLook(bold=True, fill=PAPER)
    for at, (moment, parties, bar) in enumerate(zip(moments, held, bars, strict=True)):
        left = bar.x + (40 if len(telling.holders(moment)) > 1 else 10)
        room = Rect(left, bar.y, bar.right - left - 4, bar.height)
        for party in parties:
            is_needed = not is_brief or party not in said
            if is_needed and words_of(short[party]) <= board.left:
                board.text(short[party], room, look, middle=True)
                said.setdefault(party, at + 1)
            elif party in said:
                again = wording.say("deck-see", number=said[party])
                board.text(again, room, look, middle=True)


def _moment(  # noqa: PLR0913, PLR0917 - one slide's own helper
    board: Board,
    number: int,
    moment: PathMoment,
    telling: PathTelling,
    wording: PaperTexts,
    panel: Rect,
) -> Rect:
    """Draw a moment below its picture; return the bar of who holds the case."""
    code = wording.language
    holders = telling.holders(moment)
    colours = [telling.subject.colour(each) for each in holders] or [MUTED]
    board.panel(panel, Ink(lane_tint(colours[-1])), 10)
    corner = Rect(panel.x + 8, panel.middle[1] - 12, 18, 24)
    board.text(str(number), corner, TextLook(18, bold=True, most=1), middle=True)
    title = Rect(panel.x, panel.bottom + 5, panel.width, _TITLE)
    board.text(telling.title(moment).say(code), title, TextLook(16, bold=True))
    due, without = None, telling.span(moment).say(code)
    if moment.clock is not None:
        basis = moment.clock.basis
        due = PrintedDeadline(without, basis.value if basis else "", "")
        without = ""
    left = corner.right + 2
    room = min(board.pill_room(due, without), panel.right - 8 - left)
    board.pill(due, without, Rect(left, panel.middle[1] - 13, room, 26))
    if moment.picture is not None:
        # What is said is never cut: the picture takes the room that is left.
        side = min(panel.height - 6, 120, panel.right - 6 - left - room)
        icon = Rect(panel.right - side - 4, panel.y + 3, side, panel.height - 6)
        board.picture(moment.picture, icon, colours[-1])
    bar = Rect(panel.x, title.bottom + 4, panel.width, _BAR)
    _bar(board, bar, colours)
    return bar


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
