"""The measures of a protocol in words: counts, times, and what has no bound."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import NodeKind
from katch_protocols.graphs.handoffs import HandoffWays
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.time_sums import duration_of
from katch_protocols.proofs.timing.contacts import children_in
from katch_protocols.proofs.timing.measure_nouns import Measures, Range, Span, WorstCase
from katch_protocols.telling.formatter import Each, ProtocolWording, Sum, TitleGap
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import listed

__all__ = ["MeasureReport"]


class MeasureReport(Struct, frozen=True):
    """Says the measures of one protocol in one language."""

    wording: ProtocolWording

    def counts(self, measures: Measures) -> Iterator[str]:
        """Yield a line each: sizes, handoffs, what is measured, agencies."""
        phrase = self.wording.phrase
        yield from self.sizes(measures)
        yield self.count(phrase("handoffs-a-case"), measures.handoffs_a_case)
        for name, found in measures.counts.items():
            yield self.count(self.how_often(name), found)
        if children_in(self.wording.chart, self.wording.handbook):
            yield self.count(phrase("agencies"), measures.agencies)
        else:
            yield phrase("no-child-role", what=phrase("agencies"))
        yield from self.not_measured(measures)

    def how_often(self, name: Id) -> str:
        """Say what is counted: how often something measured happens in one case."""
        return self.wording.phrase("how-often", what=self._event(name))

    def not_measured(self, measures: Measures) -> Iterator[str]:
        """Yield a line for each thing that nothing in the protocol counts as."""
        for name in measures.not_measured:
            yield self.wording.phrase("not-measured", what=self._event(name))

    def sizes(self, measures: Measures) -> Iterator[str]:
        """Yield a line each: how large the protocol is, whatever the case."""
        phrase = self.wording.phrase
        yield phrase("size", states=measures.states, activities=measures.activities)
        if measures.configurations is not None:
            yield phrase("configurations", number=measures.configurations)
        if measures.handoffs is not None:
            yield phrase("handoffs", number=measures.handoffs)
            elsewhere = HandoffWays(self.wording.chart).elsewhere
            if measures.handoffs and elsewhere:
                yield phrase("handoffs-inside", protocols=self._titles(elsewhere))
            if measures.handoffs and (several := self._held_by_several()):
                yield phrase("handoffs-of-each", roles=several)

    def _held_by_several(self) -> str:
        """Name the roles that hold a case and that one of several bodies may hold."""
        language, book = self.wording.language, self.wording.handbook
        held = {node.held_by: None for node in self.wording.chart.nodes if node.held_by}
        roles = (book.roles[name] for name in held if name in book.roles)
        titles = (each.title.say(language) for each in roles if len(each.agencies) > 1)
        return listed((in_quotes(title) for title in titles), language)

    def _titles(self, protocols: Sequence[Id]) -> str:
        language, book = self.wording.language, self.wording.handbook
        titles = (book.protocols[name].title.say(language) for name in protocols)
        return listed((in_quotes(title) for title in titles), language)

    def count(self, said: str, found: Range | None) -> str:
        """Say how often something comes in one case, and why there is no limit."""
        phrase = self.wording.phrase
        if found is None:
            return phrase("not-counted", what=said)
        best = phrase("never-comes") if found.best is None else found.best
        if found.worst is not None:
            return phrase("range", what=said, best=best, worst=found.worst)
        endless = phrase("range-endless", what=said, best=best)
        return f"{endless} {self.round(found)}"

    def round(self, found: Range) -> str:
        """Say which steps can be gone again and again, where there is no limit."""
        return self.wording.phrase("round", steps=self._steps(found.loop))

    def _steps(self, loop: tuple[str, ...]) -> str:
        timers = {
            timer.name: node.name
            for node in self.wording.chart.nodes
            for timer in node.timers
        }
        named = (
            TitleGap(NameKind.STATE, timers[step])
            if step in timers
            else TitleGap(NameKind.ACTIVITY, step)
            for step in loop
        )
        titles = (in_quotes(self.wording.gap(each)) for each in named)
        return listed(titles, self.wording.language)

    def span(self, span: Span) -> Iterator[str]:
        """Yield the lines of one time: how long, made of what, what is assumed."""
        phrase, worst = self.wording.phrase, span.worst
        gaps = {"span": self.name(span)}
        if not span.reckoned:
            yield phrase("span-not-counted", **gaps)
            return
        gaps["least"] = self.least(span)
        if worst.minutes is None:
            yield phrase("span-endless", **gaps)
        else:
            yield phrase("span", **gaps, most=self.time(worst.minutes))
        yield from self.remarks(span)

    def name(self, span: Span) -> str:
        """Say from what to what a time is."""
        gaps = {"a": self._event(span.start), "b": self.end(span)}
        return self.wording.phrase("span-name", **gaps)

    def end(self, span: Span) -> str:
        """Say what a time ends with: the title of an event, or of what is measured."""
        return self._event(span.end)

    def remarks(self, span: Span) -> Iterator[str]:
        """Yield what the longest time is made of, or why it has no bound; and when."""
        if not span.reckoned:
            return
        if span.worst.minutes is None:
            yield self._why_endless(span.worst)
        else:
            yield from self._made_of(span.worst)
        if span.unless:
            yield self.wording.phrase(
                "without",
                event=self.wording.gap(Each(NameKind.EVENT, span.unless, either=True)),
            )

    def _made_of(self, worst: WorstCase) -> Iterator[str]:
        if len(worst.parts) > 1 or any(part.most for part in worst.parts):
            yield self.wording.phrase("made-of", sum=self.wording.gap(Sum(worst.parts)))
        if not worst.exact:
            yield self.wording.phrase("not-longer")

    def _why_endless(self, worst: WorstCase) -> str:
        nodes, by_name = self.wording.chart.nodes, self.wording.chart.by_name
        ended = any(
            nodes[by_name[name]].kind is NodeKind.FINAL
            and nodes[by_name[name]].parent == 0
            for name in worst.states
        )
        why = "ends-without" if ended else "rounds-of" if worst.loops else "no-clock"
        return self.wording.phrase(
            why, states=self.wording.gap(Each(NameKind.STATE, worst.states))
        )

    def _event(self, name: str) -> str:
        return self.wording.gap(TitleGap(NameKind.EVENT, name))

    def least(self, span: Span) -> str:
        """Say the shortest time; it is not always reckoned."""
        if not span.best.exhausted:
            return self.wording.phrase("not-reckoned")
        return self.time(span.best.minutes)

    def time(self, minutes: int | None) -> str:
        """Say a length of time; ``None``: what is waited for never comes."""
        if minutes is None:
            return self.wording.phrase("never-comes")
        if minutes == 0:
            return self.wording.phrase("at-once")
        return self.wording.gap(duration_of(minutes))
