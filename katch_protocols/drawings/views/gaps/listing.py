"""The sheet that lists what is missing, in words for people who read no files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import ChartTitles, FactTitles
from katch_protocols.drawings.lanes.numbers import COLUMN_GAP, ROW_GAP, columned
from katch_protocols.drawings.restriction import BAND
from katch_protocols.drawings.scene import Anchor, Group, Scene, Shape, Words
from katch_protocols.drawings.sheets.paging import tallest
from katch_protocols.drawings.sheets.sheet import FOOT, LEFT, TOP, Sheet
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.drawings.views.gaps.concerns import Concern
from katch_protocols.drawings.views.gaps.marks import MARK, mark
from katch_protocols.findings import Finding, Said
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import ALTERNATIVES, NAMES, QUOTED, one_line, retold
from katch_protocols.words.say import say

__all__ = ["FindingTexts", "GapsList"]


class FindingTexts(Struct, frozen=True, dict=True):
    """Says the findings of one protocol with the titles of what they name.

    Only what stands between backticks, such as a command, keeps the ids: it is typed.
    """

    chart: Chart
    handbook: Handbook

    def say(self, finding: Finding, language: str) -> Said:
        """Return a finding in a language."""
        known = self._known.at(finding.path)
        titled = {
            key: _retold(fact, language, partial(_title, known[key], language))
            for key, fact in finding.facts.items()
            if key in known
        }
        single = _single(finding.facts)
        return replace(finding, facts=single, titles={language: titled}).said(language)

    @cached_property
    def _known(self) -> ChartTitles:
        return FactTitles(self.handbook).seen_from(self.chart)


_FEW = 4
"""So many names are read at a glance; of more the first ones are said, and how many."""


def _retold(fact: str, language: str, said: Callable[[str], str]) -> str:
    """Say a fact that lists names; bodies that are called alike are said once."""
    if QUOTED in fact:
        return retold(fact, language, said)
    names = (name for each in fact.split(NAMES) for name in each.split(ALTERNATIVES))
    alike = list(dict.fromkeys(map(said, names)))
    if len(alike) <= _FEW:
        return retold(fact, language, said)
    count = str(len(alike) - _FEW + 1)
    more = say("drawings.and-more", language, count=count)
    return f"{one_line(alike[: _FEW - 1])} {more}"


def _title(titles: Mapping[Id, Label | None], language: str, name: Id) -> str:
    label = titles.get(name)
    return name if label is None else label.say(language)


def _single(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return facts that name only the first of several regions, as a command does."""
    if "region" not in facts:
        return facts
    return {**facts, "region": facts["region"].split(QUOTED)[0]}


_HEAD, _TITLE, _SIZE, _LEADING = 17.0, 14.0, 13.0, 1.25
_ABOUT, _GAP = 34.0, 8.0
_COLUMN = 560.0
_LEAST = 12.0
"""No letter is smaller, in pixels: that of the foot."""
_ALONE = 3
"""So many concerns stand in one column."""


class _ListPart(Struct, frozen=True, dict=True):
    """An entry of the list, or the head of those that follow: as tall in each language.

    ``lines`` are what it says in each language; ``number`` is that of the mark, of an
    entry.
    """

    lines: Mapping[str, Sequence[tuple[TextLines, str]]]
    concern: Concern | None = None
    number: int = 0

    @cached_property
    def height(self) -> float:
        """The height that holds every language."""
        return max(_height(lines) for lines in self.lines.values()) + _GAP

    def drawn(self, x: float, top: float, language: str) -> Group:
        """Draw it at a place."""
        shapes: list[Shape] = []
        left, data = x, dict[str, str]()
        if self.concern is not None:
            middle = x + MARK + 2, top + MARK
            shapes += mark(self.concern.severity, middle, self.number)
            left += _ABOUT
            rules = dict.fromkeys(each.rule for each in self.concern.findings)
            data = {"finding": str(self.number), "rule": " ".join(rules)}
        y = top
        for text, fill in self.lines[language]:
            at = left, y + text.size
            shapes.append(Words(at, text, fill, Anchor.START, _LEADING))
            y += len(text.lines) * text.size * _LEADING + 1
        return Group("finding-note", tuple(shapes), data)


class GapsList(Struct, frozen=True, dict=True):
    """Lists what is missing, why first: what is alike stands together.

    ``titles`` says what each concern is about. It takes as many sheets as can be read
    on A3.
    """

    chart: Chart
    concerns: Sequence[Concern]
    titles: Sequence[Label]
    telling: FindingTexts
    languages: Sequence[str]

    def scenes(self, language: str, said: str) -> Iterator[Scene]:
        """Draw each sheet in one language; ``said`` is what all say, as a text."""
        protocol, right = self.chart.protocol, LEFT + self._width
        sheet = Sheet(protocol, protocol.title, "view-gaps", self.languages, right)
        for at, columns in enumerate(self._sheets):
            shapes, lowest = [], TOP
            for column, parts in enumerate(columns):
                x, y = LEFT + column * (_COLUMN + COLUMN_GAP), TOP
                for part in parts:
                    shapes.append(part.drawn(x, y, language))
                    y += part.height
                lowest = max(lowest, y)
            described = said if at == 0 else self._which(at).say(language)
            yield sheet.scene(language, shapes, lowest, said=described)

    def _which(self, at: int) -> Label:
        number, count = str(at + 1), str(len(self._sheets))
        return word("sheet-of", self.languages, number=number, count=count)

    @property
    def _width(self) -> float:
        return _COLUMN if self._count == 1 else 2 * _COLUMN + COLUMN_GAP

    @property
    def _count(self) -> int:
        return 1 if len(self.concerns) <= _ALONE else 2

    @cached_property
    def _sheets(self) -> Sequence[Sequence[Sequence[_ListPart]]]:
        """The columns of each sheet, with what stands in them."""
        parts = [*self._parts()]
        heights = [part.height for part in parts]
        heads = {at for at, part in enumerate(parts) if part.concern is None}
        room = tallest(self._width + 2 * LEFT, _LEAST) - TOP - FOOT - BAND
        count = self._count
        found = columned(heights, heads, count)
        while self._tallest(found, heights) > room and count < len(parts):
            count += self._count
            found = columned(heights, heads, count)
        columns = [[parts[at] for at in each] for each in found]
        return [
            columns[at : at + self._count] for at in range(0, len(columns), self._count)
        ]

    @staticmethod
    def _tallest(columns: Sequence[Sequence[int]], heights: Sequence[float]) -> float:
        return max(sum(heights[at] + ROW_GAP for at in each) for each in columns)

    def _parts(self) -> Iterator[_ListPart]:
        """Yield how many there are, then the entries, each reason once above."""
        count = str(sum(len(each.findings) for each in self.concerns))
        yield self._line(word("missing-here", self.languages, count=count), _HEAD)
        above: Mapping[str, str] = {}
        pairs = zip(self.concerns, self.titles, strict=True)
        for number, (concern, title) in enumerate(pairs, start=1):
            why = self._why(concern.findings[0])
            if why != above:
                yield self._line(Label(texts=why), _TITLE, MUTED)
            above = why
            yield self._entry(number, concern, title)

    def _line(self, label: Label, size: float, fill: str = INK) -> _ListPart:
        room, face = _COLUMN - 8, Face.SEMIBOLD
        said = {
            code: [(fit(label.say(code), room, size, face), fill)]
            for code in self.languages
        }
        return _ListPart(said)

    def _entry(self, number: int, concern: Concern, title: Label) -> _ListPart:
        lines = {code: [*self._said(concern, title, code)] for code in self.languages}
        return _ListPart(lines, concern, number)

    def _said(
        self, concern: Concern, title: Label, language: str
    ) -> Iterator[tuple[TextLines, str]]:
        room = _COLUMN - _ABOUT - 8
        yield fit(title.say(language), room, _TITLE, Face.SEMIBOLD), INK
        above = self._why(concern.findings[0])[language]
        for finding in concern.findings:
            said = self.telling.say(finding, language)
            yield fit(said.saw, room, _SIZE), INK
            if said.why != above:
                yield fit(said.why, room, _SIZE), MUTED

    def _why(self, finding: Finding) -> Mapping[str, str]:
        return {code: self.telling.say(finding, code).why for code in self.languages}


def _height(lines: Sequence[tuple[TextLines, str]]) -> float:
    high = sum(len(text.lines) * text.size * _LEADING + 1 for text, _ in lines)
    return max(high, 2 * MARK)
