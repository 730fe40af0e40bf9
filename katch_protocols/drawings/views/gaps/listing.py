"""The list of findings under the picture, in words for people who read no files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import (
    ChartTitles,
    FactTitles,
)
from katch_protocols.drawings.lanes.numbers import (
    COLUMN_GAP,
    column_width,
    columned,
)
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Shape, Words
from katch_protocols.drawings.story.saying import named, word
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.drawings.views.gaps.concerns import Concern, MarkSpot, SpotKind
from katch_protocols.drawings.views.gaps.marks import MARK, mark
from katch_protocols.findings import Finding, Said, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import QUOTED, retold
from katch_protocols.words.say import say

__all__ = ["FindingTexts", "FindingsList"]


@dataclass(frozen=True)
class FindingTexts:
    """Says the findings of one protocol with the titles of what they name.

    Only what stands between backticks, such as a command, keeps the ids: it is typed.
    """

    chart: Chart
    handbook: Handbook

    def say(self, finding: Finding, language: str) -> Said:
        """Return a finding in a language."""
        known = self._known.at(finding.path)
        titled = {
            key: retold(fact, language, partial(_title, known[key], language))
            for key, fact in finding.facts.items()
            if key in known
        }
        single = _single(finding.facts)
        return replace(finding, facts=single, titles={language: titled}).said(language)

    @cached_property
    def _known(self) -> ChartTitles:
        return FactTitles(self.handbook).seen_from(self.chart)


def _title(titles: Mapping[Id, Label | None], language: str, name: Id) -> str:
    label = titles.get(name)
    return name if label is None else label.say(language)


def _single(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return facts that name only the first of several regions, as a command does."""
    if "region" not in facts:
        return facts
    return {**facts, "region": facts["region"].split(QUOTED)[0]}


_TITLE, _SIZE, _LEADING = 13.0, 12.0, 1.25
_ABOUT, _GAP, _ROW = 34.0, 5.0, 26.0


@dataclass(frozen=True)
class FindingsList:
    """Writes every concern of a picture; each language gets the same places."""

    view: LanesView
    chart: Chart
    concerns: Sequence[Concern]
    telling: FindingTexts

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the handbook."""
        return self.view.story.languages

    def written(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return the key of the marks and the list, and where they end."""
        page = self.view.layout.page
        key, top = self._key(language, top)
        count, width = column_width(page.width)
        room = width - _ABOUT - 8
        paragraphs = {
            code: [tuple(self._lines(each, room, code)) for each in self.concerns]
            for code in self.languages
        }
        heights = [
            max(_height(paragraphs[code][at]) for code in self.languages)
            for at in range(len(self.concerns))
        ]
        shapes, lowest = list(key), top
        for column, places in enumerate(columned(heights, set(), count)):
            y = top
            for at in places:
                place = Rect(
                    page.x + column * (width + COLUMN_GAP), y, width, heights[at]
                )
                shapes.append(self._entry(at, paragraphs[language][at], place))
                y += heights[at] + 4
            lowest = max(lowest, y)
        return tuple(shapes), lowest

    def _entry(
        self, at: int, lines: Sequence[tuple[TextLines, str]], rect: Rect
    ) -> Group:
        concern = self.concerns[at]
        middle = rect.x + MARK + 4, rect.y + MARK + 3
        shapes = list(mark(concern.severity, middle, at + 1))
        y = rect.y + 2
        for text, fill in lines:
            shapes.append(
                Words(
                    (rect.x + _ABOUT, y + text.size),
                    text,
                    fill,
                    Anchor.START,
                    _LEADING,
                )
            )
            y += len(text.lines) * text.size * _LEADING + 1
        rules = " ".join(dict.fromkeys(each.rule for each in concern.findings))
        data = {"finding": str(at + 1), "rule": rules}
        return Group("finding-note", tuple(shapes), data)

    def _lines(
        self, concern: Concern, room: float, language: str
    ) -> Iterator[tuple[TextLines, str]]:
        title = self.title(concern.spot).say(language)
        yield fit(title, room, _TITLE, Face.SEMIBOLD), INK
        for finding in concern.findings:
            said = self.telling.say(finding, language)
            kind = say(f"drawings.severity-{finding.severity}", language)
            yield fit(f"{kind}: {said.saw}", room, _SIZE), INK
            yield fit(said.why, room, _SIZE), MUTED

    def title(self, spot: MarkSpot) -> Label:
        """Return what a spot is called: a lane, a step, an activity, or all."""
        view, languages = self.view, self.languages
        story = view.story
        if spot.activity is not None:
            return named(self.chart.title_of(spot.activity), spot.activity, languages)
        match spot.kind:
            case SpotKind.LANE:
                return story.lane[spot.id].short
            case SpotKind.STEP:
                name = named(story.step[spot.id].title, spot.id, languages)
                number = view.numbers.get(spot.id)
                if number is None:
                    return name
                return word("step-of", languages, number=str(number), title=name)
            case SpotKind.HULL:
                hull = next(each for each in story.hulls if each.id == spot.id)
                return named(hull.title, hull.id.rpartition(".")[2], languages)
            case _:
                return word("whole-protocol", languages)

    def _key(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return how many of each severity there are, behind its mark."""
        shapes: list[Shape] = []
        page = self.view.layout.page
        x, middle = page.x, top + _ROW / 2
        for severity in Severity:
            number = sum(each.severity is severity for each in self._found())
            labels = [
                fit(f"{say(f'drawings.count-{severity}', code)}: {number}", 1e6, _TITLE)
                for code in self.languages
            ]
            text = labels[list(self.languages).index(language)]
            if number:
                wide = max(label.width for label in labels) + 2 * MARK + 8
                if shapes and x + wide > page.right:
                    x, middle = page.x, middle + _ROW
                shapes += mark(severity, (x + MARK, middle), None)
                at = x + 2 * MARK + 8, middle + _TITLE * 0.36
                shapes.append(Words(at, text, INK))
                x += wide + 22
        if not shapes:
            text = fit(say("drawings.no-findings", language), 1e6, _TITLE)
            shapes.append(Words((x, middle + _TITLE * 0.36), text, INK))
        return tuple(shapes), middle + _ROW / 2 + _GAP

    def _found(self) -> Iterator[Finding]:
        for concern in self.concerns:
            yield from concern.findings


def _height(lines: Sequence[tuple[TextLines, str]]) -> float:
    high = sum(len(text.lines) * text.size * _LEADING + 1 for text, _ in lines)
    return max(high + 6, 2 * MARK + 8)
