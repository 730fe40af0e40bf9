"""The numbers of a protocol as large figures: one each, with its best and worst."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.sheets.sheet import Row
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span as said_span
from katch_protocols.drawings.story.saying import together
from katch_protocols.model.noun import Id, Label
from katch_protocols.proofs.time_sums import duration_of
from katch_protocols.proofs.timing.measure_nouns import Measures, Range, Span
from katch_protocols.telling.formatter import Voice
from katch_protocols.telling.measure_report import MeasureReport

__all__ = ["Figure", "Figures"]


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, how much, in which bounds.

    ``endless``: nothing limits it. ``least`` and ``most`` are the bounds in words;
    ``why`` says what makes it so, or under which exception it was reckoned.
    """

    title: Label
    number: Label
    note: Label
    least: Label
    most: Label
    why: Label | None = None
    endless: bool = False


@dataclass(frozen=True)
class Figures:
    """Says the measures of one protocol in every language, as large figures."""

    subject: Subject
    measures: Measures

    @cached_property
    def numbers(self) -> Mapping[str, MeasureReport]:
        """Who says numbers, by language."""
        chart, handbook = self.subject.chart, self.subject.handbook
        return {
            code: MeasureReport(Voice(chart, handbook, code))
            for code in self.subject.languages
        }

    def said(self, say: Callable[[MeasureReport], str]) -> Label:
        """Return what is said of the measures, in every language."""
        return Label(texts={code: say(each) for code, each in self.numbers.items()})

    def counts(self) -> Iterator[Figure]:
        """Yield how often in one case: what is measured, handoffs, agencies.

        Where a case is no child's, no child meets an agency.
        """
        found = self.measures
        for name, each in found.counts.items():
            yield self._count(self._often(name), each)
        yield self._count(self._word("handoffs-a-case"), found.handoffs_a_case)
        if self.subject.is_about_a_child:
            yield self._count(self._word("agencies"), found.agencies)

    def milestones(self) -> Iterator[Figure]:
        """Yield how long it takes until each thing that is measured, where it is known.

        What was not reckoned has a bar without a length.
        """
        for span in self.measures.times:
            if span.milestone is not None and span.reckoned:
                yield self._time(span)

    def not_measured(self) -> Sequence[Label]:
        """Say what nothing in the protocol counts as; of a child's protocol alone."""
        if not self.subject.is_about_a_child:
            return ()
        lines = {
            code: [*each.not_measured(self.measures)]
            for code, each in self.numbers.items()
        }
        return _beside(lines)

    def sizes(self) -> Label:
        """Say how large the protocol is, whatever the case."""
        return self.said(lambda each: " ".join(each.sizes(self.measures)))

    def rows(self, language: str) -> Iterator[Row]:
        """Yield a row a count, as text."""
        for each in self.counts():
            cells = (each.title, each.least, each.most, None, each.why)
            yield tuple(cell.say(language) if cell else "" for cell in cells)

    def remarks(self, span: Span) -> Sequence[Label]:
        """Say what a time is made of, or why it has no bound; and when."""
        return _beside(
            {code: [*each.remarks(span)] for code, each in self.numbers.items()}
        )

    def time(self, minutes: int | None, none: str) -> Label:
        """Say a length of time, short enough for a pill; ``none``: where there is none.

        ``none`` is the key of a word.
        """
        if minutes is None:
            return self.subject.word(none)
        if minutes == 0:
            return self.subject.word("at-once")
        return said_span(duration_of(minutes), self.subject.languages)

    def _plain(self, number: int) -> Label:
        return Label(texts=dict.fromkeys(self.subject.languages, str(number)))

    def _word(self, key: str) -> Label:
        return self.said(lambda each: each.voice.phrase(key))

    def _often(self, name: Id) -> Label:
        return self.said(lambda each: each.how_often(name))

    def _count(self, title: Label, found: Range | None) -> Figure:
        word = self.subject.word
        if found is None:
            unknown = self.said(lambda _: "?")
            return Figure(title, unknown, word("too-many"), unknown, unknown)
        least = word("no-case-ends")
        if found.best is not None:
            least = self._plain(found.best)
        if found.worst is None:
            more, most = self._plain(found.best or 0), word("no-upper-limit")
            number = word("or-more", least=more)
            why = self.said(lambda each: each.round(found))
            return Figure(title, number, most, least, most, why, endless=True)
        most = self._plain(found.worst)
        if found.best is None:
            return Figure(title, most, least, least, most)
        if found.best == found.worst:
            return Figure(title, most, word("in-every-case"), least, most)
        note = word("at-least-at-most", least=least, most=most)
        ends = together((least, most), self.subject.languages, separator="–")
        return Figure(title, ends, note, least, most)

    def _time(self, span: Span) -> Figure:
        word = self.subject.word
        title = word("time-to", end=self.said(lambda each: each.end(span)))
        worst = span.worst.minutes
        number = most = self.time(worst, "no-bound")
        least = self.said(lambda each: each.least(span))
        note = word("only-at-best" if worst is None else "at-best", least=least)
        last = self.remarks(span)[-1:]
        why = last[0] if last and (worst is None or span.unless is not None) else None
        return Figure(title, number, note, least, most, why, endless=worst is None)


def _beside(lines: Mapping[str, Sequence[str]]) -> Sequence[Label]:
    """Return lines that were said in every language, each as one label."""
    count = max(map(len, lines.values()), default=0)
    return tuple(
        Label(texts={code: said[at] for code, said in lines.items()})
        for at in range(count)
    )
