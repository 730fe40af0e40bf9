"""The handoff flow: who passes the case to whom, in the order of the story."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import (
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.paging import sheets_between
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.theme import (
    INK,
)
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.handoff_flow.chain_picture import (
    ACROSS,
    WIDE,
    ChainPicture,
)
from katch_protocols.drawings.views.handoff_flow.chains import Chains
from katch_protocols.drawings.views.handoff_flow.folded import FoldedGates
from katch_protocols.drawings.views.handoff_flow.lines import (
    FlowChain,
    chain_lines,
)
from katch_protocols.drawings.views.handoff_flow.moments import PathFlow, is_pathway
from katch_protocols.drawings.views.handoff_flow.signs import (
    dashed,
    door,
    ticked,
)
from katch_protocols.drawings.views.handoff_flow.words import GateWords
from katch_protocols.drawings.views.handoffs.view import HandoffsView
from katch_protocols.model.noun import Label
from katch_protocols.words.lists import enumerated

__all__ = ["VIEW", "HandoffFlowView"]

_RIGHT = LEFT + WIDE
_BETWEEN, _LEAST = 16.0, 11.5


class HandoffFlowView(Struct, frozen=True, dict=True):
    """The flow of one protocol, laid out once for all languages."""

    subject: Subject
    lanes: LanesView
    """The lanes of the whole protocol: the same numbers are used here."""

    @cached_property
    def matrix(self) -> HandoffsView:
        """The same handoffs as a matrix: its words."""
        return HandoffsView(self.subject)

    @property
    def words(self) -> GateWords:
        """What is said of a gate."""
        return GateWords(self.subject)

    @cached_property
    def chains(self) -> Chains:
        """Which handoff follows which."""
        return Chains(self.subject, self.lanes.story, self.lanes.numbers)

    @cached_property
    def path(self) -> PathFlow | None:
        """The flow of a pathway, which is told by the moments of a child's path."""
        return PathFlow(self.subject) if is_pathway(self.subject) else None

    @cached_property
    def lines(self) -> tuple[FlowChain, ...]:
        """What is drawn as chains."""
        if self.path is not None:
            return tuple(self.path.lines())
        return tuple(chain_lines(self.chains))

    @cached_property
    def rows(self) -> tuple[tuple[ChainPicture, ...], ...]:
        """The chains line by line: the main one in pieces, then branches side by side.

        A body at the end of a line stands again at the start of the next.
        """
        rows: list[list[ChainPicture]] = [[]]
        for chain in self.lines:
            for piece in map(ChainPicture, chain.pieces(ACROSS - 1 - chain.is_branch)):
                taken = sum(each.width + _BETWEEN for each in rows[-1])
                before = all(each.chain.is_branch for each in rows[-1])
                is_beside = before and chain.is_branch and taken + piece.width <= WIDE
                if rows[-1] and not is_beside:
                    rows.append([])
                rows[-1].append(piece)
        return tuple(tuple(row) for row in rows if row)

    def scene(self, language: str) -> Scene:
        """Draw the flow in one language."""
        languages = self.subject.languages
        headline = self.words.fit(self._headline, WIDE, 15, 2)
        place = Rect(LEFT, TOP, WIDE, headline.height)
        shapes: list[Shape] = [headline.within(place, language, INK)]
        top = place.bottom + 16
        starts = [0.0]
        for line in self.rows:
            starts.append(top - _BETWEEN / 2)
            more, top = self._row(line, top, language)
            shapes += more
        if self.path is None and self.chains.exceptions:
            starts.append(top - _BETWEEN / 2)
            folded = FoldedGates(self.chains, self.words)
            more, top = folded.drawn(Rect(LEFT, top, WIDE, 0), language)
            shapes += more
            top += _BETWEEN
        key = Legend(tuple(self._key()), languages)
        marks, bottom = key.written(language, _RIGHT, top)
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            self.subject.kind("view-handoff-flow"),
            languages,
            _RIGHT,
        )
        rows = spoken_rows(self.twin(language))
        said = " ".join((self._headline.say(language), *rows))
        shown = (*shapes, *marks)
        cuts = (*starts[:1], *starts[2:], bottom + FOOT)
        pages = tuple(sheets_between(cuts, _RIGHT + LEFT, _LEAST))
        return sheet.scene(language, shown, bottom, said=said, sheets=pages)

    def _row(
        self, line: Sequence[ChainPicture], top: float, language: str
    ) -> tuple[list[Shape], float]:
        """Return chains side by side, and where the next row begins."""
        above = max(chain.above for chain in line)
        height = max(chain.height(above) for chain in line)
        shapes: list[Shape] = []
        x = LEFT
        for chain in line:
            shapes += chain.drawn((x, top), (above, height), language)
            x += chain.width + _BETWEEN
        return shapes, top + height + _BETWEEN

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self.matrix.twin(language) if self.path is None else self._rows(language)

    def _rows(self, language: str) -> tuple[Row, ...]:
        """Return the gates of a pathway as rows of text."""
        keys = ("number", "hands-over", "receives", "handoff-by", "key-acknowledge")
        rows = [tuple(self.subject.word(key).say(language) for key in keys)]
        for chain in self.lines:
            words = GateWords(chain.subject)
            for number, gate in enumerate(chain.gates, start=chain.first):
                parties = (gate.sender, gate.receiver)
                names = (self.subject.full(each).say(language) for each in parties)
                done = words.title(gate).say(language)
                rows.append(
                    (str(number), *names, done, words.pill_text(gate).say(language))
                )
        return tuple(rows)

    @cached_property
    def _headline(self) -> Label:
        """Say how many handoffs there are, and how many nobody has to acknowledge."""
        gates = self.chains.gates
        if self.path is not None:
            gates = tuple(gate for chain in self.lines for gate in chain.gates)
        if not gates:
            said = [self.subject.word("no-handoffs"), *self.subject.told_inside]
            return together(said, self.subject.languages)
        silent = sum(not gate.acknowledged for gate in gates)
        key = "handoffs-counted" if silent else "handoffs-all-acknowledged"
        said = [self.subject.word(key, count=str(len(gates)), silent=str(silent))]
        if self.path is not None:
            said.append(self.subject.word("flow-main"))
            said += self._untold()
        else:
            said += self.subject.told_inside
        return together(said, self.subject.languages)

    def _untold(self) -> Iterator[Label]:
        """Say the moments of a path at which the case stays where it is."""
        moments = self.path.untold if self.path is not None else ()
        if moments:
            languages = self.subject.languages
            said = together(moments, languages, how=enumerated)
            yield self.subject.word("flow-untold", titles=said)

    def _key(self) -> Iterator[Sample]:
        word = self.subject.word
        gates = [gate for chain in self.lines for gate in chain.gates]
        if self.path is None:
            gates += self.chains.exceptions
        if any(gate.acknowledged and not gate.opens for gate in gates):
            yield Sample(34, ticked, word("key-acknowledge"))
        if any(not gate.acknowledged for gate in gates):
            yield Sample(48, dashed, word("key-not-confirmed"))
        if any(gate.opens for gate in gates):
            yield Sample(18, door, word("key-door"))
        parties = dict.fromkeys(p for g in gates for p in (g.sender, g.receiver))
        yield from families(self.subject.families(parties))


VIEW: View[Material] = View(
    "handoff-flow",
    place=50,
    lay_out=lambda given: HandoffFlowView(Subject.of(given), given.whole),
)
