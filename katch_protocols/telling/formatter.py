"""Stories and their parts, and how they are said in English, Russian or Kazakh.

A story is made of phrases, and of the names and times that fill their gaps. It is a
value and knows no language; ``ProtocolWording`` says it in one.
"""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias, assert_never

from msgspec import Struct, field

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.time_sums import TimePart
from katch_protocols.semantics.table import Row
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import (
    said_name,
    say_condition,
    say_duration,
    say_safeguard,
    say_times,
)
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import either, listed, say

__all__ = [
    "Each",
    "Gap",
    "ProtocolWording",
    "Saying",
    "Story",
    "Sum",
    "Times",
    "TitleGap",
    "ToldStep",
]


class TitleGap(Struct, frozen=True):
    """The title of one name; its phrase puts it between « and ».

    A phrase may ask for a grammatical case of an event, and puts no quotes there.
    """

    kind: NameKind
    name: str


class Each(Struct, frozen=True):
    """Several titles, each between « and »; ``either``: any one of them."""

    kind: NameKind
    names: tuple[str, ...]
    either: bool = False


class Sum(Struct, frozen=True):
    """Limits that follow one another."""

    parts: tuple[TimePart, ...]


class Times(Struct, frozen=True):
    """How many times something happens: *twice* in words."""

    count: int


Gap: TypeAlias = TitleGap | Each | Condition | Duration | Sum | Times | int
"""What can fill a gap of a phrase."""


class Saying(Struct, frozen=True):
    """A phrase of ``words.proofs`` and what fills its gaps."""

    phrase: str
    gaps: Mapping[str, Gap] = field(default_factory=lambda: MappingProxyType({}))


class ToldStep(Struct, frozen=True):
    """One step of a story, counted from 1; ``row`` is the step itself."""

    number: int
    row: Row
    sayings: tuple[Saying, ...]


class Story(Struct, frozen=True):
    """How a case goes from its start, and why it breaks a sentence.

    ``verdict`` says with which step; ``why`` goes on from there.
    """

    start: Saying
    steps: tuple[ToldStep, ...]
    verdict: Saying
    why: tuple[Saying, ...]


class ProtocolWording(Struct, frozen=True, dict=True):
    """One language, with the titles of one protocol; unknown languages get English."""

    chart: Chart
    handbook: Handbook
    language: str

    @cached_property
    def titles(self) -> Titles:
        """The titles of the protocol's names."""
        return Titles(self.chart, self.handbook, self.language)

    def phrase(self, key: str, /, **gaps: object) -> str:
        """Return a text of ``proofs`` with texts in its gaps."""
        return say(f"proofs.{key}", self.language, **gaps)

    def sentence(self, rule: Sentence) -> str:
        """Say a safeguard."""
        return say_safeguard(rule, self.language, self.titles)

    def say(self, saying: Saying) -> str:
        """Say one saying."""
        gaps = {name: self._filled(gap) for name, gap in saying.gaps.items()}
        return self.phrase(saying.phrase, **gaps)

    def story(self, story: Story) -> tuple[str, ...]:
        """Return the lines of a story: the start, numbered steps, what is wrong."""
        steps = (
            f"{step.number}. {' '.join(map(self.say, step.sayings))}"
            for step in story.steps
        )
        wrong = " ".join(map(self.say, (story.verdict, *story.why)))
        return self.say(story.start), *steps, wrong

    def _filled(self, gap: Gap) -> object:
        """Return what fills a gap of a phrase, which may ask for a case of an event."""
        if isinstance(gap, TitleGap):
            return said_name(gap.kind, gap.name, self.language, self.titles)
        return self.gap(gap)

    def gap(self, gap: Gap) -> str:  # noqa: PLR0911 - one case a type
        """Say what fills a gap."""
        match gap:
            case TitleGap(kind=kind, name=name):
                return self._title(kind, name)
            case Each():
                return self._each(gap)
            case Duration():
                return say_duration(gap, self.language)
            case Sum(parts=parts):
                return self._sum(parts)
            case Times(count=count):
                return say_times(count, self.language)
            case int():
                return str(gap)
            case (
                And()
                | FactIs()
                | FactKnown()
                | Happened()
                | HasDocument()
                | InState()
                | Not()
                | Or()
            ):
                return say_condition(gap, self.language, self.titles)
            case _:
                assert_never(gap)

    def _each(self, each: Each) -> str:
        titles = (in_quotes(self._title(each.kind, name)) for name in each.names)
        if each.either:
            return either(titles, self.language)
        return listed(titles, self.language)

    def _title(self, kind: NameKind, name: str) -> str:
        return str(said_name(kind, name, self.language, self.titles))

    def _sum(self, parts: tuple[TimePart, ...]) -> str:
        said = ""
        for part in parts:
            sign = " − " if part.minutes < 0 else " + "
            said += sign if said or part.minutes < 0 else ""
            limit = say_duration(part.limit, self.language)
            if part.most is not None:
                most = say_duration(part.most, self.language)
                limit = self.phrase("at-most-days", limit=limit, most=most)
            said += limit
        return said.strip()
