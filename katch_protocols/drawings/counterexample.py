"""draw_case: a counterexample on the lanes of its protocol."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.starts import with_starts
from katch_protocols.drawings.caption import foot_line
from katch_protocols.drawings.drawing import Drawing, Page
from katch_protocols.drawings.lanes.arrows import Arrows
from katch_protocols.drawings.lanes.cards import Cards, block
from katch_protocols.drawings.lanes.case_numbers import RADIUS, placed_discs
from katch_protocols.drawings.lanes.composite_frames import Hulls
from katch_protocols.drawings.lanes.frame import HEAD_TOP, Frame
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.scene import (
    Anchor,
    Disc,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Words,
)
from katch_protocols.drawings.story.case_path import Leg, trail
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.text import Face, TextLines, fit, setting_in
from katch_protocols.drawings.theme import (
    ALARM,
    ALERT,
    COLOUR,
    INK,
    MUTED,
    PAPER,
    Theme,
    theme_named,
)
from katch_protocols.drawings.view import Reads, View
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.verdicts import Counterexample, Proof
from katch_protocols.semantics.compile import own_table
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = [
    "VIEW",
    "Banner",
    "ToldCase",
    "TrailView",
    "draw_case",
]


_LEFT, _TOP, _PAD, _SIGN = 8.0, 8.0, 16.0, 72.0
_SENTENCE, _REASON, _STORY = 22.0, 15.0, 13.5
_LEADING = 1.3
_BASE = 0.8
"""From the top of a line to its baseline, in shares of the size."""


class Banner(Struct, frozen=True):
    """The sentence, why it is broken, and the story, in one language."""

    sentence: str
    reason: str
    story: tuple[str, ...]


def _banner_shapes(banner: Banner, right: float) -> tuple[tuple[Shape, ...], float]:
    """Return the banner from the top of the page, and where it ends."""
    room = right - _LEFT - _SIGN - _PAD
    sentence = fit(banner.sentence, room, _SENTENCE, Face.SEMIBOLD)
    reason = fit(banner.reason, room, _REASON)
    height = max(_height(sentence) + _height(reason) + 6, 34) + 2 * _PAD
    rect = Rect(_LEFT, _TOP, right - _LEFT, height)
    x, y = rect.x + _SIGN, rect.y + _PAD
    below = y + _height(sentence) + 6
    shapes: tuple[Shape, ...] = (
        Panel(rect, Ink(ALARM, ALERT, 2), 8),
        *_cross(rect),
        Words((x, y + _SENTENCE * _BASE), sentence, INK, leading=_LEADING),
        Words((x, below + _REASON * _BASE), reason, INK, leading=_LEADING),
    )
    return shapes, rect.bottom


def _story_shapes(
    story: Sequence[str], x: float, top: float, room: float
) -> tuple[tuple[Shape, ...], float]:
    """Return the lines of the story, and where they end."""
    shapes: list[Shape] = []
    for said in story:
        lines = fit(said, room, _STORY)
        shapes.append(Words((x, top + _STORY * _BASE), lines, INK, leading=_LEADING))
        top += _height(lines) + 4
    return (Group("story", tuple(shapes)),), top


def _height(lines: TextLines) -> float:
    return len(lines.lines) * lines.size * _LEADING


def _cross(rect: Rect) -> Iterator[Shape]:
    x, y = rect.x + _SIGN / 2, rect.middle[1]
    yield Disc((x, y), 19, Ink(ALERT))
    for up in (-7, 7):
        points = (x - 7, y - up), (x + 7, y + up)
        yield Polyline(points, Ink("none", PAPER, 4))


_FADED = 0.22
_WIDTH, _HEAD = 4.0, 13.0
_MARGIN, _FOOT = 12.0, 24.0


class TrailView(Struct, frozen=True, dict=True):
    """A lanes view with the legs of one case; ``scene`` draws it in one language."""

    view: LanesView
    legs: tuple[Leg, ...]

    def scene(self, language: str, banner: Banner) -> Scene:
        """Draw the case: banner, picture, story."""
        page = self.view.layout.page
        top, end = _banner_shapes(banner, page.right)
        down = end + _MARGIN - HEAD_TOP
        picture = Group("picture", tuple(self._picture(language)), down=down)
        told, bottom = _story_shapes(
            banner.story, page.x, page.bottom + down + 2 * _MARGIN, page.width
        )
        foot = TextLines((foot_line(self.view.protocol, language),), Face.REGULAR, 12)
        bottom += _FOOT
        line = Words((page.right, bottom - 8), foot, MUTED, Anchor.END)
        return Scene(
            page.right + _MARGIN,
            bottom,
            banner.sentence,
            " ".join((banner.sentence, *banner.story)),
            language,
            (Group("banner", top), picture, *told, line),
        )

    @cached_property
    def _taken(self) -> frozenset[tuple[str, str, str]]:
        """The moves of the case: source, target, and the role of their group."""
        moves = (move for leg in self.legs for move in leg.moves)
        return frozenset(
            (move.source, move.target, f"move {move.kind}") for move in moves
        )

    @cached_property
    def _touched(self) -> frozenset[str]:
        return frozenset(step for leg in self.legs for step in leg.steps)

    def _picture(self, language: str) -> Iterator[Shape]:
        view = self.view
        story, layout, colours = view.story, view.layout, view.colours
        frame = Frame(story, layout, colours, language, view.head)
        arrows = Arrows(story, layout, colours, language)
        lines = tuple(arrows.lines())
        cards = tuple(Cards(story, layout, colours, view.numbers, language).groups())
        texts = tuple(arrows.texts())
        hulls = Hulls(story, layout, view.letters, language)
        rest = (*lines, *cards, *texts)
        yield from frame.ground()
        faded = tuple(group for group in rest if not self._is_on(group))
        around = *hulls.frames(), *hulls.tabs()
        yield Group("faded", (*around, *faded), opacity=_FADED)
        yield from (_reddened(group) for group in lines if self._is_on(group))
        yield from self._frames()
        yield from (group for group in cards if self._is_on(group))
        yield from (group for group in texts if self._is_on(group))
        yield from self._discs()
        yield from frame.heads()

    def _is_on(self, group: Group) -> bool:
        """Whether a group belongs to the case."""
        data = group.data
        if "step" in data:
            return data["step"] in self._touched
        ends = data["from"], data["to"]
        if group.role == "text":
            return any(taken[:2] == ends for taken in self._taken)
        return (*ends, group.role) in self._taken

    def _frames(self) -> Iterator[Shape]:
        for name in self.view.layout.order:
            step = self.view.story.step[name]
            if name in self._touched and step.look.is_numbered:
                rect = self.view.layout.nodes[name].grown(2.5)
                yield Panel(rect, Ink("none", ALERT, 2.4), 10)

    def _discs(self) -> Iterator[Group]:
        """Yield a numbered disc a leg, where it covers nothing if there is room."""
        layout = self.view.layout
        texts = [label.rect for label in layout.labels.values()]
        texts += layout.badges.values()
        texts += (tab.rect for tab in layout.tabs.values())
        middles = placed_discs(self.legs, layout, texts)
        for leg, middle in zip(self.legs, middles, strict=True):
            number = TextLines((str(leg.number),), Face.SEMIBOLD, 12)
            disc = Disc(middle, RADIUS, Ink(ALERT, PAPER, 1.5))
            parts = (disc, block(number, middle, PAPER))
            yield Group("leg", parts, {"leg": str(leg.number)})


def _reddened(group: Group) -> Group:
    """Return a move as the case takes it: thick and red, whatever its kind."""
    parts = tuple(
        replace(
            part,
            ink=Ink("none", ALERT, _WIDTH),
            head=_HEAD if part.head else 0.0,
        )
        for part in group.parts
        if isinstance(part, Polyline)
    )
    return replace(group, parts=parts)


def draw_case(
    chart: Chart,
    handbook: Handbook,
    proof: Proof,
    *,
    language: str | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw the case of a proof that has one: its way in red, its steps numbered.

    The language is the handbook's own unless another is given.

    Raises:
        ValueError: The proof has no counterexample.
        UnknownNameError: There is no such ``theme``.
    """
    case = proof.counterexample
    if case is None:
        message = f"the proof of {proof.safeguard} has no counterexample"
        raise ValueError(message)
    with setting_in(handbook.font):
        laid = VIEW.lay_out(ToldCase(chart, handbook, proof, case))
    languages, shown = handbook.languages, theme_named(theme)
    page = Page(laid, languages, VIEW.least, shown, font=handbook.font)
    return page.drawing(language or handbook.language)


class ToldCase(Struct, frozen=True, dict=True):
    """A proof and its case, on the lanes of the protocol."""

    chart: Chart
    handbook: Handbook
    proof: Proof
    case: Counterexample

    @cached_property
    def trail(self) -> TrailView:
        """The lanes with the legs of the case."""
        story = tell(self.chart, self.handbook)
        case = self.case
        legs = trail(
            own_table(with_starts(self.chart, self.handbook)),
            story,
            case.rows,
            case.words,
        )
        return TrailView(LanesView(story, self.chart.protocol), legs)

    def banner(self, language: str) -> Banner:
        """Return the verdict, why, and the story in words."""
        report = ProofReport(self.chart, self.handbook, language)
        sentence = f"{report.verdict(self.proof)}: {report.sentence(self.proof)}"
        said = sentence[:1].upper() + sentence[1:]
        return Banner(said, report.why(self.proof), report.story(self.proof))

    def scene(self, language: str) -> Scene:
        """Draw the case in one language."""
        return self.trail.scene(language, self.banner(language))

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return a row a sentence of the story, the head first: its number, itself."""
        head = (say("drawings.number", language), say("drawings.step", language))
        told = enumerate(self.banner(language).story, start=1)
        return (head, *((str(number), sentence) for number, sentence in told))


VIEW: View[ToldCase] = View(
    "counterexample",
    place=130,
    lay_out=lambda told: told,
    least=LEAST_OF_LANES,
    reads=frozenset({Reads.PROOF}),
)
