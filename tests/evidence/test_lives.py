"""Every log that live cases write fits, whatever the world; and costs are the least.

Random cases are lived in random worlds under random sentences. Order and people must be
kept, for the case itself decided. What breaks a sentence is judged a second time by
the definition of the language's page. Costs are compared with a table filled for every
word, which knows no search.
"""

from itertools import count
from random import Random

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.evidence.audits.explaining import Explainer
from katch_protocols.evidence.audits.explanation import ExplainedKind
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.model.handbook import Handbook
from tests.cases.living import Life, begun, bound_by, breaks, lived
from tests.proofs.random_worlds import OTHERS, TIMED, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols
from tests.strategies import make_world, small_worlds

FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
KINDS = [*OTHERS, *(f"{kind} timed" for kind in TIMED), "different", "same_person"]
BY_STEP = {"at_least_after", "different", "same_person"}
"""Sentences that a live case refuses to break, so that they are no matter of a log."""

PLAIN = small_worlds().map(make_world)
CLOCKED = timed_protocols("timers and stops, duties and powers")


def logged(life: Life) -> LogCase:
    """Return what was lived as a case of a log."""
    book = life.case.view().compiled.handbook
    reading = read_records([life.case.snapshot()], book, now=life.case.last)
    (case,) = reading.cases
    return case


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_what_was_lived_fits_and_breaks_what_the_page_says(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world = World(handbook)
    rules = []
    for kind in data.draw(st.permutations(KINDS))[:4]:
        name, _, timed = kind.partition(" ")
        rules.append(data.draw(sentences(name, world, timed=bool(timed))))
    life = begun(bound_by(handbook, rules))
    life.dawdles = random.random() < 0.5
    lived(life, random, set(), most=20, pauses=random.choice((range(4), (0, 5, 30))))
    case = logged(life)
    judge = Judge(case.compiled, (), case.events[-1].at if case.events else case.opened)
    audit = judge.judge(case)
    assert audit.explanation.edits == 0
    assert {each.code for each in audit.findings} <= {"late", "overdue", "safeguard"}
    told = {each.facts.get("safeguard") for each in audit.findings}
    for name in {each.safeguard.id for each in judge.sentences}:
        rule = rules[int(name[1:])]
        if rule.kind in BY_STEP:
            continue
        # The page speaks of cases that keep their deadlines; a log may keep none.
        if name in told and rule.kind in TIMED and life.is_late:
            continue
        assert breaks(rule, life) == (name in told)


def least(case: LogCase) -> int:
    """Return the fewest edits, by a table over every word that a case can reach."""
    table = case.compiled.table
    words, waiting = {table.initial}, [table.initial]
    while waiting:
        here = waiting.pop()
        found = {row.after(here) for row in table.possible(here)} - words
        words |= found
        waiting += found
    far = 10**6
    costs = dict.fromkeys(words, far) | {table.initial: 0}
    for event in case.events:
        _close(costs, table)
        after = {word: cost + 1 for word, cost in costs.items()}
        for word, cost in costs.items():
            for row in table.possible(word):
                if row.activity == event.activity and dict(row.records) == dict(
                    event.records
                ):
                    after[row.after(word)] = min(after[row.after(word)], cost)
        costs = after
    return min(costs.values())


def _close(costs: dict[int, int], table) -> None:
    """Let any number of steps be missing, each at the cost of one."""
    changed = True
    while changed:
        changed = False
        for word, cost in list(costs.items()):
            for row in table.possible(word):
                if cost + 1 < costs[row.after(word)]:
                    costs[row.after(word)] = cost + 1
                    changed = True


@FEW
@given(PLAIN, st.randoms(use_true_random=False))
def test_an_explanation_costs_the_least(handbook: Handbook, random: Random) -> None:
    life = begun(handbook)
    lived(life, random, set(), most=8)
    case = logged(life)
    # A step of the clock that is due costs nothing; the table below knows no clock.
    assume(not case.compiled.ticks)
    events = [replace(each, origin=None, number=None) for each in case.events]
    for _ in range(2):
        if events and random.random() < 0.7:
            events.pop(random.randrange(len(events)))
        if events and random.random() < 0.7:
            one = random.choice(events)
            events.insert(random.randrange(len(events) + 1), one)
    times = count(case.opened, 60_000_000)
    moved = [
        replace(each, at=at, until=at) for each, at in zip(events, times, strict=False)
    ]
    changed = replace(case, events=tuple(moved))
    found = Explainer(case.compiled, (), case.opened).explain(changed)
    edits = [
        move
        for move in found.moves
        if move.kind in {ExplainedKind.MISSING, ExplainedKind.SURPLUS}
    ]
    assert found.edits == len(edits) == least(changed)


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.randoms(use_true_random=False))
def test_classes_allow_what_the_table_does(handbook: Handbook, random: Random) -> None:
    life = begun(handbook)
    compiled = life.case.view().compiled
    classes = classes_of(compiled)
    assume(classes is not None)  # above a bound cases are followed by the rows
    assert len(classes) <= classes.sources
    word, here = compiled.table.initial, classes.start
    for _ in range(20):
        rows = list(compiled.table.possible(word))
        steps = {(row.activity, row.records, row.node) for row in rows}
        letters = [classes.letters[each] for each in classes.possible(here)]
        assert {(one.activity, one.records, one.node) for one in letters} == steps
        assert bool(classes.final[here]) == compiled.table.is_final(word)
        if not rows:
            return
        row = random.choice(rows)
        # Of rows that overlap, which is a finding, the first counts.
        row = next(
            each
            for each in rows
            if (each.activity, each.records, each.node)
            == (row.activity, row.records, row.node)
        )
        letter = next(
            index
            for index, one in enumerate(classes.letters)
            if (one.activity, one.records, one.node)
            == (row.activity, row.records, row.node)
        )
        effect = classes.effects[classes.effect[here, letter]]
        assert effect.entered == row.entered
        word, here = row.after(word), int(classes.next[here, letter])
        assert classes.of_word(word) == here
