"""``A does not depend on B``: wherever A is possible with B, it is without B."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Independent
from katch_protocols.proofs.abstraction.localization import Localized
from katch_protocols.proofs.kinds.pattern import SlotReader, automaton
from katch_protocols.proofs.product_search import Search, explored_product, told
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.semantics.events import ChartEvent, Filter, find_event
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.mentions import names_in

__all__ = ["declared", "mentions", "prove_independent", "prove_independent_widely"]


WITHOUT, WITH = "without", "with"


def prove_independent(rule: Independent, study: ProofSession) -> Answer:
    """Prove ``A does not depend on B``, one place where A is declared at a time.

    A place is an entry of A (for a state: the state itself). It depends on B when some
    case with B can do A there and none without; or when its own condition mentions B.
    Of what is measured, each activity and each state that counts is one.
    """
    parts = find_event(study.chart, rule.event).parts()
    return _together([_prove(rule, part, study) for part in parts])


def _together(answers: Sequence[Answer]) -> Answer:
    """Return one answer for all that A may be: the shortest breach, if there is one."""
    size = max(answer.configurations for answer in answers)
    stories = [one.counterexample for one in answers if one.counterexample is not None]
    if stories:
        story = min(stories, key=lambda story: len(story.rows))
        return Answer(Verdict.BROKEN, size, story)
    verdicts = {answer.verdict for answer in answers}
    for verdict in (Verdict.NOT_EXHAUSTED, Verdict.HOLDS):
        if verdict in verdicts:
            return Answer(verdict, size)
    return Answer(Verdict.VACUOUS, size)


def _prove(rule: Independent, event: ChartEvent, study: ProofSession) -> Answer:
    reader = SlotReader(rule, study)
    first = reader.first(event)
    watcher = reader.watcher(
        automaton({(WITHOUT, "b"): WITH}), [first, reader.slot(rule.other, "b")]
    )
    search = explored_product(study, watcher, keep="a")
    size = len(search.explored)
    if not search.explored.exhausted:
        return Answer(Verdict.NOT_EXHAUSTED, size)
    found = _Possible(search, event=first.event)
    story = found.dependent() or _mentioning(found, study.chart, rule)
    if story is not None:
        return Answer(Verdict.BROKEN, size, story)
    return Answer(Verdict.HOLDS if found.first else Verdict.VACUOUS, size)


class _Possible:
    """Where A is first possible, by place, with B and without.

    ``first`` maps (place, whether with B) to the earliest configuration and the row.
    A place is the position of an entry in the chart, or -1 for a state.
    """

    def __init__(self, search: Search, *, event: ChartEvent) -> None:
        self.search = search
        self.event = event
        entries = search.table.chart.entries
        self.places = {id(entry): n for n, entry in enumerate(entries)}
        self.first: dict[tuple[int, bool], tuple[int, Row | None]] = {}
        started = search.product.started
        if "a" in started and "off" not in started:
            self.first[-1, "b" in started[: started.index("a")]] = 0, None
        for row, base, letters in zip(
            search.product.table.rows,
            search.product.base,
            search.product.read,
            strict=True,
        ):
            if "a" in letters and "off" not in letters:
                self._note(row, base, letters)

    def _note(self, row: Row, base: Row, letters: Sequence[str]) -> None:
        before = letters[: letters.index("a")]
        place = -1 if self.event.nodes else self.places[id(base.entry)]
        for index, with_b in self._earliest(row, came_before="b" in before):
            known = self.first.get((place, with_b))
            if known is None or index < known[0]:
                self.first[place, with_b] = index, base

    def _earliest(self, row: Row, *, came_before: bool) -> Iterator[tuple[int, bool]]:
        for state in (WITHOUT, WITH):
            index = self.search.applies(row, state)
            if index is not None:
                yield index, came_before or state == WITH

    def dependent(self) -> Counterexample | None:
        """Return a shortest case with B in which A is possible as never without."""
        needy = [
            found
            for (place, with_b), found in self.first.items()
            if with_b and (place, False) not in self.first
        ]
        if not needy:
            return None
        index, row = min(needy, key=lambda found: found[0])
        return self.search.case(index, Reason("only-with"), then=row)

    def at(self, place: int) -> tuple[int, Row | None] | None:
        """Return the earliest configuration in which A is possible at a place."""
        found = [self.first.get((place, with_b)) for with_b in (False, True)]
        return min((one for one in found if one), key=lambda one: one[0], default=None)


def _mentioning(
    found: _Possible, chart: Chart, rule: Independent
) -> Counterexample | None:
    """Return a shortest case with A at a place whose condition mentions B."""
    other = find_event(chart, rule.other)
    stories = []
    for place in declared(found.event, chart):
        entry = chart.entries[place]
        if not mentions(entry, other, chart):
            continue
        at = found.at(place)
        reason = Reason("mentions", {"state": chart.nodes[entry.node].name})
        if at is None:
            stories.append(Counterexample((), (), 0, reason))
        else:
            stories.append(found.search.case(at[0], reason, then=at[1]))
    return min(stories, key=lambda story: len(story.rows), default=None)


def declared(event: ChartEvent, chart: Chart) -> Iterator[int]:
    """Yield the places in the chart where the activities of an event are declared."""
    for activity in sorted(event.activities):
        yield from chart.activities[activity]


def mentions(entry: Entry, other: ChartEvent, chart: Chart) -> bool:
    """Tell whether the condition of an entry mentions an event by its name."""
    names = names_in(entry.when) if entry.when is not None else ()
    return any(
        mention.name in other.activities
        if mention.kind is NameKind.ACTIVITY
        else mention.kind is NameKind.STATE
        and chart.by_name[mention.name] in other.nodes
        for mention in names
    )


_WITHOUT = {("without", "b"): "with", ("without", "a"): "met"}
_WITH = {("without", "b"): "with", ("with", "a"): "met"}


def prove_independent_widely(rule: Independent, study: ProofSession) -> Answer:
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

    def __init__(self, rule: Independent, study: ProofSession) -> None:
        self.rule, self.study = rule, study
        self.reader = SlotReader(rule, study)
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

    def _places(self) -> Iterator[tuple[Entry | None, ChartEvent]]:
        """Yield each place of A: an entry and its event, or a state's."""
        event, chart = self.first.event, self.study.chart
        for part in event.parts():
            if part.nodes:
                yield None, part
            for place in declared(part, chart):
                entry = chart.entries[place]
                yield entry, part.narrowed(_made_by(entry))

    def _case(
        self, event: ChartEvent, moves: dict[tuple[str, str], str]
    ) -> Localized | None:
        """Return what is seen of a case that goes so; ``None``: it is not decided."""
        slots = [replace(self.first, event=event), self.other]
        watcher = self.reader.watcher(automaton(moves), slots)
        found = self.study.search(watcher, lambda product: [product.cube("met")])
        self.size = max(self.size, found.size)
        return found if found.is_decided else None

    def _mentioned(self, entry: Entry) -> Reason | None:
        chart = self.study.chart
        if not mentions(entry, find_event(chart, self.rule.other), chart):
            return None
        return Reason("mentions", {"state": chart.nodes[entry.node].name})

    def _story(self, found: Localized, reason: Reason) -> Counterexample:
        if not found.is_found:
            return Counterexample((), (), 0, reason)
        steps = told(self.study.wide_table(()), found.rows, found.words)
        deciding = max(0, len(found.rows) - 1)
        return Counterexample(found.rows, found.words, deciding, reason, steps)


def _made_by(entry: Entry) -> Filter:
    def is_made(row: Row) -> bool:
        return row.entry is entry

    return is_made
