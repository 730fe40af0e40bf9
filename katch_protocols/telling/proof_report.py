"""A proof in words: where its promise stands, what stands behind it, its story."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import force_setattr

from katch_protocols.charts.binding import (
    binding_safeguards,
    safeguard_called,
    safeguard_title,
)
from katch_protocols.charts.chart import Chart, EntryKind
from katch_protocols.charts.starts import START, with_starts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.verdicts import Counterexample, Proof, Reason, Verdict
from katch_protocols.semantics.compile import own_table
from katch_protocols.semantics.table import Row, Table
from katch_protocols.telling.failure_reasons import failure_reasons
from katch_protocols.telling.formatter import (
    Each,
    Gap,
    ProtocolWording,
    Saying,
    Story,
    Sum,
    TitleGap,
    ToldStep,
)
from katch_protocols.words.dates import until
from katch_protocols.words.lists import one_line
from katch_protocols.words.say import either, say

__all__ = [
    "ProofReport",
    "Standing",
    "StandingKind",
    "Tally",
    "resting",
    "standing",
    "story_of",
    "tally",
]


class StandingKind(StrEnum):
    """What can become of a promise, in the order in which it is told."""

    HOLDS = "holds"
    WAIVED = "waived"
    ENFORCED = "enforced"
    EMPTY = "vacuous"
    BROKEN = "broken"
    OPEN = "not-exhausted"


_KINDS = {
    Verdict.HOLDS: StandingKind.HOLDS,
    Verdict.BROKEN: StandingKind.BROKEN,
    Verdict.VACUOUS: StandingKind.EMPTY,
    Verdict.ENFORCED: StandingKind.ENFORCED,
    Verdict.NOT_EXHAUSTED: StandingKind.OPEN,
    Verdict.UNDEFINED: StandingKind.OPEN,
}


class Standing(Struct, frozen=True):
    """Where one promise stands; ``until``: the last day of the waiver, if waived."""

    kind: StandingKind
    until: date | None = None

    def say(self, language: str) -> str:
        """Say it in a few words; ``holds``, ``waived until 31 March 2026``."""
        return self.count(1, language)

    def count(self, number: int, language: str) -> str:
        """Say it in the form that follows a number; the number is not said."""
        gaps = {"number": number, "until": until(self.until, language)}
        return say(f"proofs.verdict-{self.kind}", language, **gaps)


def standing(proof: Proof) -> Standing:
    """Return where the promise of a proof stands."""
    if proof.waived:
        return Standing(StandingKind.WAIVED, proof.waived_until)
    return Standing(_KINDS[proof.verdict])


class Tally(Struct, frozen=True):
    """How many promises stand where; those waived until different days apart."""

    counts: Mapping[Standing, int]

    def say(self, language: str) -> str:
        """Say it without adding verdicts up: ``18 hold, 1 not decided``."""
        return one_line(
            f"{number} {each.count(number, language)}"
            for each, number in self.counts.items()
        )


def tally(proofs: Iterable[Proof]) -> Tally:
    """Count the proofs by where they stand, in the order in which it is told."""
    found = Counter(map(standing, proofs))
    order = sorted(
        found, key=lambda one: (tuple(StandingKind).index(one.kind), str(one.until))
    )
    return Tally({each: found[each] for each in order})


def story_of(case: Counterexample, table: Table, rule: Sentence | None) -> Story:
    """Tell a case of a ``Proof``; ``table`` is the protocol's own.

    ``rule`` is the sentence that it breaks, ``None`` for soundness.
    """
    begun = Each(NameKind.STATE, resting(table, table.initial))
    begins = Saying("begins", {"states": begun})
    if START in table.chart.by_name:
        begins = Saying("begins-beside")
    return Story(
        begins,
        _told(case, table),
        _verdict(case),
        failure_reasons(case, table, rule),
    )


_DEPENDS = {
    "depends-on-when": "depends-on-when-at",
    "depends-on-who": "depends-at",
    "depends-on-who-sits": "depends-at",
}
"""Reasons for which a sentence is enforced, and how the step is told."""


def _verdict(case: Counterexample) -> Saying:
    if case.reason.code in _DEPENDS:
        return Saying(_DEPENDS[case.reason.code], {"number": case.deciding + 1})
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
    if row.entry.is_signal or row.entry.kind is EntryKind.START:
        yield Saying("happens", {"what": what})
    else:
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


class ProofReport(Struct, frozen=True, dict=True):
    """Says the proofs of one protocol in one language."""

    chart: Chart
    handbook: Handbook
    language: str
    table: Table | None = None
    """The chart's own table, if somebody has it."""

    def __post_init__(self) -> None:
        """Let a story begin with the values that a case was opened with."""
        force_setattr(self, "chart", with_starts(self.chart, self.handbook))

    @cached_property
    def wording(self) -> ProtocolWording:
        """The language, with the protocol's titles."""
        return ProtocolWording(self.chart, self.handbook, self.language)

    @cached_property
    def _table(self) -> Table:
        return self.table or own_table(self.chart)

    def title(self, name: Id) -> str | None:
        """Return the title of a safeguard; ``None`` of soundness, or without one."""
        title = safeguard_title(self.chart, self.handbook, name)
        return None if title is None else title.say(self.language)

    def called(self, name: Id) -> str:
        """Return the title of a safeguard with its id; soundness has its id alone."""
        return safeguard_called(self.chart, self.handbook, name, self.language)

    @cached_property
    def _rules(self) -> Mapping[Id, Sentence]:
        bound = binding_safeguards(self.chart, self.handbook)
        return {name: safeguard.rule for name, safeguard in bound.items()}

    def verdict(self, proof: Proof) -> str:
        """Return the verdict in a few words, with the last day of its waiver."""
        return standing(proof).say(self.language)

    def sentence(self, proof: Proof) -> str:
        """Return the sentence that was proved."""
        return self.promise(proof.safeguard)

    def promise(self, name: Id) -> str:
        """Return the sentence of a safeguard, or that of soundness."""
        rule = self._rules.get(name)
        if rule is None:
            return self.wording.phrase("soundness")
        return self.wording.sentence(rule)

    def story(self, proof: Proof) -> tuple[str, ...]:
        """Return the lines of the counterexample's story; none where there is none."""
        case = proof.counterexample
        return () if case is None else self.story_of(case, proof.safeguard)

    def story_of(self, case: Counterexample, safeguard: Id | None) -> tuple[str, ...]:
        """Return the lines of a case in rows of the protocol; it breaks a promise."""
        rule = self._rules.get(safeguard or "")
        return self.wording.story(story_of(case, self._table, rule))

    def why(self, proof: Proof) -> str:
        """Return the last line of a counterexample's story without its step."""
        case = proof.counterexample
        if case is None:
            return ""
        told = story_of(case, self._table, self._rules.get(proof.safeguard))
        said = " ".join(map(self.wording.say, told.why))
        return said[:1].upper() + said[1:]

    def remarks(self, proof: Proof) -> Iterator[str]:
        """Yield what else to know: the waiver, the sum of times, what is open."""
        if proof.waived:
            waiver = self.chart.protocol.waivers[proof.safeguard]
            yield self.wording.phrase(
                "waived",
                until=until(waiver.until, self.language),
                by=self.wording.gap(TitleGap(NameKind.ACTOR, waiver.by)),
                reason=waiver.reason.say(self.language),
            )
        if proof.counterexample is not None:
            if proof.verdict is Verdict.BROKEN and not proof.counterexample.shortest:
                yield self.wording.phrase("a-case")
            return
        if proof.reason is not None:
            yield self._reason(proof.reason)
        elif proof.verdict in {Verdict.VACUOUS, Verdict.NOT_EXHAUSTED}:
            yield self.wording.phrase(proof.verdict.value)
        if proof.near:
            yield self.wording.phrase(
                "nearest", names=either(proof.near, self.language)
            )

    def summary(self, proofs: Sequence[Proof]) -> str:
        """Say how many promises stand where."""
        return self.wording.phrase("tally", tally=tally(proofs).say(self.language))

    def _reason(self, reason: Reason) -> str:
        code, spent = reason.code, reason.spent
        if code != "in-time" or spent is None:
            return self.wording.phrase(code, **reason.facts)
        if spent.total is None:
            return self.wording.say(Saying("in-limit", {"limit": spent.limit}))
        gaps: dict[str, Gap] = {"total": spent.total, "sum": Sum(spent.parts)}
        return self.wording.say(Saying(code, gaps))
