"""A counterexample as a story: what happened step by step, and what is wrong."""

from collections.abc import Iterator

from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.verdicts import Counterexample
from katch_protocols.semantics.table import Row, Table
from katch_protocols.telling.failure_reasons import failure_reasons
from katch_protocols.telling.messages import Each, Saying, Story, TitleGap, ToldStep

__all__ = ["resting", "story_of"]


def story_of(case: Counterexample, table: Table, rule: Sentence | None) -> Story:
    """Tell a case of a ``Proof``; ``table`` is the protocol's own.

    ``rule`` is the sentence that it breaks, ``None`` for soundness.
    """
    begun = Each(NameKind.STATE, resting(table, table.initial))
    return Story(
        Saying("begins", {"states": begun}),
        _told(case, table),
        _verdict(case),
        failure_reasons(case, table, rule),
    )


def _verdict(case: Counterexample) -> Saying:
    if case.reason.code == "depends-on-who":
        return Saying("depends-at", {"number": case.deciding + 1})
    if not case.rows:
        return Saying("broken-at-start")
    if case.deciding == len(case.rows):
        return Saying("broken-after", {"number": case.deciding})
    return Saying("broken-at", {"number": case.deciding + 1})


def _told(case: Counterexample, table: Table) -> tuple[ToldStep, ...]:
    """Tell each step: who, what, what was recorded, the clock, where the case is."""
    before = resting(table, table.initial)
    steps = []
    for number, (row, word) in enumerate(
        zip(case.rows, case.words, strict=True), start=1
    ):
        after = resting(table, word)
        sayings = [*_happening(row, table), *_moving(before, after)]
        if table.is_final(word):
            sayings.append(Saying("complete"))
        steps.append(ToldStep(number, row, tuple(sayings)))
        before = after
    return tuple(steps)


def resting(table: Table, word: int) -> tuple[str, ...]:
    """Return the innermost active states of a word, full names in document order."""
    nodes, active = table.chart.nodes, table.active(word)
    inner = set(active)
    return tuple(
        nodes[index].name for index in active if inner.isdisjoint(nodes[index].children)
    )


def _happening(row: Row, table: Table) -> Iterator[Saying]:
    if row.timer is not None:
        state = TitleGap(NameKind.STATE, table.chart.nodes[row.node].name)
        yield Saying("clock", {"state": state, "limit": row.timer.limit})
    if row.entry is None:
        return
    act = row.entry.act
    doers = Each(NameKind.ROLE, act.raci.by, either=True)
    what = TitleGap(NameKind.ACTIVITY, row.activity)
    yield Saying("does", {"who": doers, "what": what})
    for fact, value in (*row.records, *act.sets.items()):
        gaps = {
            "fact": TitleGap(NameKind.FACT, fact),
            "value": TitleGap(NameKind.VALUE, f"{fact}.{value}"),
        }
        yield Saying("recorded", gaps)


def _moving(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Saying]:
    """Say where the case is now: only what moved, if several strands run."""
    entered = tuple(name for name in after if name not in before)
    if entered:
        yield Saying("now", {"states": Each(NameKind.STATE, entered)})
    elif before == after:
        yield Saying("stays")
