"""``A does not depend on B``: wherever A is possible with B, it is without B."""

from collections.abc import Iterator, Sequence

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Independent
from katch_protocols.proofs.kinds.pattern import Reader, automaton
from katch_protocols.proofs.searching import Search, explored_product
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.semantics.events import Event, find_event
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.mentions import names_in

__all__ = ["declared", "mentions", "prove_independent"]

WITHOUT, WITH = "without", "with"


def prove_independent(rule: Independent, study: Study) -> Answer:
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


def _prove(rule: Independent, event: Event, study: Study) -> Answer:
    reader = Reader(rule, study)
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

    def __init__(self, search: Search, *, event: Event) -> None:
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


def declared(event: Event, chart: Chart) -> Iterator[int]:
    """Yield the places in the chart where the activities of an event are declared."""
    for activity in sorted(event.activities):
        yield from chart.activities[activity]


def mentions(entry: Entry, other: Event, chart: Chart) -> bool:
    """Tell whether the condition of an entry mentions an event by its name."""
    names = names_in(entry.when) if entry.when is not None else ()
    return any(
        mention.name in other.activities
        if mention.kind is NameKind.ACTIVITY
        else mention.kind is NameKind.STATE
        and chart.by_name[mention.name] in other.nodes
        for mention in names
    )
