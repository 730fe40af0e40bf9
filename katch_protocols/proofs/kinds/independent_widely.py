"""``A does not depend on B`` in a protocol with too many cases to look at each."""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.charts.chart import Entry
from katch_protocols.model.safeguards import Independent
from katch_protocols.proofs.abstraction.localization import Sight
from katch_protocols.proofs.kinds.independent import declared, mentions
from katch_protocols.proofs.kinds.pattern import Reader, automaton
from katch_protocols.proofs.replaying import told
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.semantics.events import Event, Filter, find_event
from katch_protocols.semantics.table import Row

__all__ = ["prove_independent_widely"]

_WITHOUT = {("without", "b"): "with", ("without", "a"): "met"}
_WITH = {("without", "b"): "with", ("with", "a"): "met"}


def prove_independent_widely(rule: Independent, study: Study) -> Answer:
    """Prove ``A does not depend on B`` by one case without B for each place of A.

    A place where no case without B does A, and one with B does, depends on B; so does
    one whose condition mentions B, possible or not. Where too little can be seen at
    once, nothing is claimed.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    return _Apart(rule, study).answer()


class _Apart:
    """The sentence, place by place; ``size`` is the most that was looked at."""

    def __init__(self, rule: Independent, study: Study) -> None:
        self.rule, self.study = rule, study
        self.reader = Reader(rule, study)
        self.first = self.reader.first(rule.event)
        self.other = self.reader.slot(rule.other, "b")
        self.size = 0

    def answer(self) -> Answer:
        if self.first.asks_in_passing or self.other.asks_in_passing:
            return self._answer(Verdict.NOT_EXHAUSTED)
        possible = False
        for entry, event in self._places():
            without = found = self._case(event, _WITHOUT)
            if without is not None and not without.is_found:
                found = self._case(event, _WITH)
            if without is None or found is None:
                return self._answer(Verdict.NOT_EXHAUSTED)
            reason = None if entry is None else self._mentioned(entry)
            if reason is None and found.is_found and not without.is_found:
                reason = Reason("only-with")
            if reason is not None:
                return self._answer(Verdict.BROKEN, self._story(found, reason))
            possible = possible or without.is_found
        return self._answer(Verdict.HOLDS if possible else Verdict.VACUOUS)

    def _answer(self, verdict: Verdict, story: Counterexample | None = None) -> Answer:
        reason = Reason("too-wide") if verdict is Verdict.NOT_EXHAUSTED else None
        return Answer(verdict, self.size, story, reason)

    def _places(self) -> Iterator[tuple[Entry | None, Event]]:
        """Yield each place of A: an entry and its event, or a state's."""
        event, chart = self.first.event, self.study.chart
        for part in event.parts():
            if part.nodes:
                yield None, part
            for place in declared(part, chart):
                entry = chart.entries[place]
                yield entry, part.narrowed(_made_by(entry))

    def _case(self, event: Event, moves: dict[tuple[str, str], str]) -> Sight | None:
        """Return what is seen of a case that goes so; ``None``: it is not decided."""
        slots = [replace(self.first, event=event), self.other]
        watcher = self.reader.watcher(automaton(moves), slots)
        found = self.study.hunt(watcher, lambda product: [product.cube("met")])
        self.size = max(self.size, found.size)
        return found if found.is_decided else None

    def _mentioned(self, entry: Entry) -> Reason | None:
        chart = self.study.chart
        if not mentions(entry, find_event(chart, self.rule.other), chart):
            return None
        return Reason("mentions", {"state": chart.nodes[entry.node].name})

    def _story(self, found: Sight, reason: Reason) -> Counterexample:
        if not found.is_found:
            return Counterexample((), (), 0, reason)
        steps = told(self.study.wide_table(()), found.rows, found.words)
        deciding = max(0, len(found.rows) - 1)
        return Counterexample(found.rows, found.words, deciding, reason, steps)


def _made_by(entry: Entry) -> Filter:
    def is_made(row: Row) -> bool:
        return row.entry is entry

    return is_made
