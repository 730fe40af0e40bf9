"""Live cases and proofs never contradict each other.

Random cases are lived by random people under sentences that bind them, and keep every
deadline. What is proved of a sentence is then looked for in the log: what *holds* is
never refused and never broken, whoever tries whatever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, reject, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.charts.build import chart
from katch_protocols.errors import ActivityRefusedError, BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from katch_protocols.verbs.live_cases import open_case
from tests.interpreter import UnendingError
from tests.making import make_handbook, make_protocol
from tests.proofs import telling
from tests.proofs.judging import bound, is_broken
from tests.proofs.random_worlds import OTHERS, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOMES = {"officer": "police", "nurse": "clinic", "teacher": "school"}
PEOPLE = [
    Actor(f"{role}-{number}", roles=[*HOMES], agency=agency, region=None)
    for role, agency in HOMES.items()
    for number in range(2)
]
"""Two people of each agency; whoever they say they are, the handbook tells what of."""

PROVED = {Verdict.HOLDS, Verdict.VACUOUS}

NARROW = 20_000
"""Of how many configurations a protocol may be that is lived."""

LIVED = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@dataclass
class Life:
    """One case that is lived, and when each of its steps was, the start first."""

    case: Case
    story: telling.Case
    teller: telling.Teller
    instants: list[datetime]

    def follow(self, since: int) -> None:
        """Tell what was logged since a version, by the second interpreter."""
        for event in self.case.events[since:]:
            taken = (event.activity, event.deed.origin, dict(event.deed.records))
            (self.story,) = [
                longer
                for longer in self.teller.go_on(self.story)
                if (move := longer.moves[-1])
                and (move.activity, move.origin, dict(move.records)) == taken
            ]
            self.instants.append(event.at)

    @property
    def until(self) -> datetime:
        """How far time may pass: to what is due first, or to what the clock does."""
        case = self.case
        due = [each.at for each in case.due(case.last)]
        wakes = [case.wakes_at] if case.wakes_at is not None else []
        return min([*due, *wakes, case.last + 3 * HOUR])


def begun(handbook: Handbook) -> Life:
    protocol = handbook.protocols["first"]
    if most_configurations(chart(protocol, handbook)) > NARROW:
        reject()
    teller = telling.Teller(protocol, handbook)
    try:
        story = teller.begin()
        case = open_case(protocol, reference="case-1", at=NOW, handbook=handbook)
    except (UnendingError, BoundError):
        reject()
    return Life(case, story, teller, [NOW])


def bound_by(handbook: Handbook, rules: Sequence[Any]) -> Handbook:
    """Return the handbook in which sentences bind the protocol."""
    named = {f"g{n}": Safeguard(id=f"g{n}", rule=rule) for n, rule in enumerate(rules)}
    protocol = handbook.protocols["first"].model_copy(update={"safeguards": named})
    return handbook.model_copy(update={"protocols": {"first": protocol}})


def lived(life: Life, data: st.DataObject, held: set[str], most: int) -> None:
    """Live a case for so many tries; what holds is never the reason of a refusal."""
    case = life.case
    for _ in range(most):
        before = case.version
        last = int((life.until - case.last) / HOUR)
        at = case.last + data.draw(st.integers(0, max(last, 0))) * HOUR
        if case.wakes_at is not None and at >= case.wakes_at:
            case.advance(at)
            life.follow(before)
            continue
        possible = case.possible()
        if not possible:
            if at == case.last and case.wakes_at is None:
                return
            continue
        try:
            tried(case, data, possible, at)
        except ActivityRefusedError as error:
            for unmet in error.refusal.unmet:
                assert unmet.facts.get("safeguard") not in held
        else:
            life.follow(before)


def tried(
    case: Case, data: st.DataObject, possible: Sequence[str], at: datetime
) -> None:
    """Let somebody try what is possible; facts are stated as they are asked for."""
    name = data.draw(st.sampled_from(possible))
    by = data.draw(st.sampled_from(PEOPLE))
    rows = case.view().compiled.table.rows
    stated = [dict(row.records) for row in rows if row.activity == name]
    records = data.draw(st.sampled_from(stated))
    others = data.draw(st.sampled_from([(), (), (PEOPLE[0],), (PEOPLE[3],)]))
    case.do(name, by=by, at=at, records=records, together_with=others)


def proved(rules: Sequence[Any], world: World) -> Iterator[tuple[str, Any]]:
    """Yield the sentences that hold, by name."""
    for number, rule in enumerate(rules):
        if prove_sentence(rule, world.study).verdict in PROVED:
            yield f"g{number}", rule


def is_late(rule: Any, life: Life) -> bool:
    """Tell whether ``after A then B within D`` is broken by the hour."""
    it = bound(rule, life.story)
    limit = rule.within.amount * HOUR
    excepted = [e.step for e in life.story.events if e.is_any_of(rule.unless)]
    for n in it.first:
        answered = [it.events[m].step for m in it.at(rule.later) if m > n][:1]
        over = [life.instants[step] for step in (*answered, *excepted[:1])]
        if not over and life.story.ended:
            return True
        if min(over, default=life.case.last) - life.instants[it.events[n].step] > limit:
            return True
    return False


def is_early(rule: Any, life: Life) -> bool:
    """Tell whether ``A at least D after B`` is broken by the hour."""
    it = bound(rule, life.story)
    earlier = it.at(rule.earlier)
    for n in it.first:
        last = max((m for m in earlier if m < n), default=None)
        if last is None:
            continue
        passed = life.instants[it.events[n].step] - life.instants[it.events[last].step]
        if passed < rule.least.amount * HOUR:
            return True
    return False


def breaks(rule: Any, life: Life) -> bool:
    if rule.kind == "at_least_after":
        return is_early(rule, life)
    if rule.kind == "after_then" and rule.within is not None:
        return is_late(rule, life)
    return is_broken(rule, life.story)


@pytest.mark.parametrize(
    "kind", [*OTHERS, "after_then within", "at_least_after within"]
)
@LIVED
@given(timed_protocols("timers and stops"), st.data())
def test_no_case_breaks_what_holds(
    kind: str, handbook: Handbook, data: st.DataObject
) -> None:
    kind, _, timed = kind.partition(" ")
    life = begun(handbook)
    world = World(handbook)
    rules = [data.draw(sentences(kind, world, timed=bool(timed))) for _ in range(3)]
    lived(life, data, set(), most=12)
    for _, rule in proved(rules, world):
        note(print_safeguard(rule))
        assert not breaks(rule, life)


@pytest.mark.parametrize("kind", ["different", "same_person", "at_least_after"])
@LIVED
@given(timed_protocols("timers"), st.data())
def test_what_nobody_can_break_is_never_why_somebody_is_refused(
    kind: str, handbook: Handbook, data: st.DataObject
) -> None:
    world = World(handbook)
    rules = [data.draw(sentences(kind, world)) for _ in range(3)]
    held = {name for name, _ in proved(rules, world)}
    lived(begun(bound_by(handbook, rules)), data, held, most=12)


@LIVED
@given(timed_protocols("timers and stops"), st.data())
def test_nobody_is_early_in_a_case_that_refuses_it(
    handbook: Handbook, data: st.DataObject
) -> None:
    world = World(handbook)
    rules = [data.draw(sentences("at_least_after", world)) for _ in range(3)]
    life = begun(bound_by(handbook, rules))
    lived(life, data, set(), most=12)
    for rule in rules:
        note(print_safeguard(rule))
        answer = prove_sentence(rule, world.study)
        # What the clock brings, no case can refuse.
        if answer.verdict in {*PROVED, Verdict.ENFORCED}:
            assert not is_early(rule, life)


def test_an_exception_that_a_case_begins_with_has_happened() -> None:
    """Nobody can break ``unless`` the first state; once, live cases refused it."""
    acts = {"look": {}, "close": {"to": "over"}}
    states = {"seen": {"activities": acts}, "over": {"final": True}}
    handbook = make_handbook(make_protocol({"states": states}, name="first"))
    rule = parse_safeguard("look and close by different people unless seen")
    case = begun(bound_by(handbook, [rule])).case
    case.do("look", by=PEOPLE[0], at=NOW)
    case.do("close", by=PEOPLE[0], at=NOW)
    assert case.is_complete
