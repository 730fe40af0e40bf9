"""Which duties meet in one case, and where somebody must, may or cannot do both."""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from itertools import combinations

from msgspec import Struct

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.safeguards import Different, SamePerson
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN, OFF, Automaton
from katch_protocols.proofs.kinds.meeting import Meeting
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.kinds.people import (
    Eligibility,
    eligibility,
    is_known_who,
)
from katch_protocols.proofs.kinds.teams import teams, teams_of_agencies
from katch_protocols.proofs.product_search import Search, explored_product
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Answer, Reason, Verdict
from katch_protocols.semantics.events import ChartEvent, find_doing
from katch_protocols.semantics.table import Row

__all__ = [
    "MAX_DUTIES",
    "Certainty",
    "Judge",
    "met_in",
    "prove_by_whom",
    "prove_different",
    "prove_same_person",
]


MAX_DUTIES = 8
"""With more duties than this for one sentence, its automaton would be too large."""


class Certainty(IntEnum):
    """How a sentence about people stands where certain duties meet."""

    SURE = 0
    DEPENDS = 1
    BROKEN = 2


Judge = Callable[
    [Sequence[Eligibility], Sequence[Eligibility], Place], Certainty | None
]
"""How it stands when these duties of A and those of B meet in a case, in a region.

``None`` where nobody there holds the role of one: that is a gap of the region.
"""


def prove_by_whom(
    rule: Different | SamePerson, study: ProofSession, judge: Judge, *, one_step: bool
) -> Answer:
    """Prove a sentence about who does A and who does B.

    The automaton remembers which duties of A and of B the case has had. Where both are
    there, ``judge`` says in each region how the sentence stands. ``one_step``: a single
    step that is both A and B breaks it.
    """
    duties = _Duties(rule, study)
    search = _search(duties, study, one_step=one_step)
    if search is None:
        return Answer(Verdict.NOT_EXHAUSTED, reason=Reason("too-many-duties"))
    return _judged(search, duties, judge, study.holders.places)


def _search(duties: "_Duties", study: ProofSession, *, one_step: bool) -> Search | None:
    """Return all that cases have had of the duties; ``None``: there are too many."""
    if len(duties.known) > MAX_DUTIES:
        return None
    watcher = duties.reader.watcher(
        duties.automaton(one_step=one_step), duties.slots(one_step=one_step)
    )
    return explored_product(study, watcher)


class _Duties:
    """The duties of A and of B as letters ``a0``, ``a1`` …, ``b0`` …."""

    def __init__(self, rule: Different | SamePerson, study: ProofSession) -> None:
        self.rule = rule
        self.reader = SlotReader(rule, study)
        self.first = self.reader.first(find_doing(study.chart, rule.event))
        self.other = Slot("b", find_doing(study.chart, rule.other))
        self.known: dict[str, tuple[ChartEvent, Eligibility]] = {}
        for letter, slot in (("a", self.first), ("b", self.other)):
            found = dict.fromkeys(_duties(slot.event, study))
            for number, one in enumerate(found):
                self.known[f"{letter}{number}"] = slot.event, one

    def slots(self, *, one_step: bool) -> list[Slot]:
        slots = [
            self.reader.first(_done_by(event, one), letter)
            if letter.startswith("a")
            else Slot(letter, _done_by(event, one))
            for letter, (event, one) in self.known.items()
        ]
        if one_step:
            other = self.other.event
            both = self.first.event.narrowed(lambda row: bool(other.positions(row)))
            slots.append(self.reader.first(both, "both"))
        return slots

    def automaton(self, *, one_step: bool) -> Automaton:
        letters = tuple(self.known)
        states = [
            seen
            for size in range(len(letters) + 1)
            for seen in combinations(letters, size)
        ]
        moves = {
            (_name(seen), letter): _name(tuple(sorted({*seen, letter})))
            for seen in states
            for letter in letters
        }
        names = [_name(seen) for seen in states]
        if one_step:
            moves |= {(name, "both"): BROKEN for name in names}
            names.append(BROKEN)
        return Automaton(tuple(names), moves)

    def met(self, state: str) -> tuple[list[Eligibility], list[Eligibility]]:
        """Return the duties of A and of B that a case in this state has had."""
        seen = [] if state in {BROKEN, OFF} else state.split()
        found = {
            letter: [self.known[one][1] for one in seen if one.startswith(letter)]
            for letter in "ab"
        }
        return found["a"], found["b"]


def _name(seen: Sequence[str]) -> str:
    return " ".join(seen)


def _done_by(event: ChartEvent, one: Eligibility) -> ChartEvent:
    return event.narrowed(
        lambda row: row.entry is not None and eligibility(row.entry) == one
    )


def _duties(event: ChartEvent, study: ProofSession) -> Iterator[Eligibility]:
    """Yield the duty of each entry by which an event may happen."""
    chart = study.chart
    inside = {above for node in event.nodes for above in chart.ancestors(node)}

    def happens(row: Row) -> bool:
        return bool(event.positions(row)) or not inside.isdisjoint(row.resumed)

    for row in study.table.rows:
        if row.entry is not None and happens(row):
            yield eligibility(row.entry)


class _Met(Struct, frozen=True):
    """The first configuration in which duties meet, and how it stands in a region."""

    index: int
    standing: Certainty
    place: Place


def _judged(
    search: Search, duties: _Duties, judge: Judge, places: Sequence[Place]
) -> Answer:
    size = len(search.explored)
    found = sorted(
        _meetings(search, duties, judge, places),
        key=lambda meeting: (-meeting.standing, meeting.index),
    )
    worst = found[0] if found else None
    if worst is not None and worst.standing is Certainty.BROKEN:
        reason = Reason("nobody-can", {"region": worst.place or ""})
        return Answer(Verdict.BROKEN, size, search.case(worst.index, reason))
    if not search.explored.exhausted:
        return Answer(Verdict.NOT_EXHAUSTED, size)
    if worst is None:
        return Answer(Verdict.VACUOUS, size)
    if worst.standing is Certainty.SURE:
        return Answer(Verdict.HOLDS, size)
    reason = Reason("depends-on-who", {"region": worst.place or ""})
    return Answer(Verdict.ENFORCED, size, search.case(worst.index, reason), reason)


def _meetings(
    search: Search, duties: _Duties, judge: Judge, places: Sequence[Place]
) -> Iterator[_Met]:
    for state in search.product.field.values:
        firsts, others = duties.met(state)
        if state != BROKEN and not (firsts and others):
            continue
        index = search.first([search.product.cube(state)])
        if index is None:
            continue
        for place in places:
            standing = (
                Certainty.BROKEN if state == BROKEN else judge(firsts, others, place)
            )
            if standing is not None:
                yield _Met(index, standing, place)


def prove_different(rule: Different, study: ProofSession) -> Answer:
    """Prove that nobody (no agency) does both A and B in one case.

    *Broken* where, in some region, nobody can be found who has not done the other;
    *enforced* where somebody could do both; else it *holds*. Whoever sits in a panel
    has done what it does.
    """
    return prove_by_whom(rule, study, _apart(rule, study.holders), one_step=True)


def _apart(rule: Different, holders: Holders) -> Judge:
    def judge(
        firsts: Sequence[Eligibility], others: Sequence[Eligibility], place: Place
    ) -> Certainty | None:
        meeting = (
            _of_agencies(firsts, others, place, holders)
            if rule.agencies
            else _of_people(firsts, others, place, holders)
        )
        if not meeting.is_held:
            return None
        if not meeting.can_be_apart():
            return Certainty.BROKEN
        return Certainty.DEPENDS if meeting.may_share() else Certainty.SURE

    return judge


def prove_same_person(rule: SamePerson, study: ProofSession) -> Answer:
    """Prove that whoever does A also does B in that case; of a panel, one who sat.

    *Broken* where, in some region, nobody can do both; it *holds* where somebody must,
    whoever acts (one person alone can do either); else it is *enforced*.
    """
    return prove_by_whom(rule, study, _together(study.holders), one_step=False)


def _together(holders: Holders) -> Judge:
    def judge(
        firsts: Sequence[Eligibility], others: Sequence[Eligibility], place: Place
    ) -> Certainty | None:
        meeting = _of_people(firsts, others, place, holders)
        if not meeting.is_held:
            return None
        if not meeting.can_meet():
            return Certainty.BROKEN
        return Certainty.SURE if meeting.must_meet() else Certainty.DEPENDS

    return judge


def met_in(rule: Different | SamePerson, study: ProofSession) -> tuple[Row, ...] | None:
    """Return the steps of a case in which both were done, where somebody holds both.

    ``None``: no such case was found.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    duties, holders = _Duties(rule, study), study.holders
    parted = isinstance(rule, Different)
    judge = _apart(rule, holders) if isinstance(rule, Different) else _together(holders)
    search = _search(duties, study, one_step=parted)
    if search is None:
        return None
    found = [each.index for each in _meetings(search, duties, judge, holders.places)]
    return search.rows(min(found)) if found else None


def _of_people(
    firsts: Sequence[Eligibility],
    others: Sequence[Eligibility],
    place: Place,
    holders: Holders,
) -> Meeting:
    clear = is_known_who((*firsts, *others), place, holders)
    sides = (
        [teams(one, place, holders, is_clear=clear) for one in side]
        for side in (firsts, others)
    )
    return Meeting(*sides)


def _of_agencies(
    firsts: Sequence[Eligibility],
    others: Sequence[Eligibility],
    place: Place,
    holders: Holders,
) -> Meeting:
    sides = (
        [teams_of_agencies(one, place, holders) for one in side]
        for side in (firsts, others)
    )
    return Meeting(*sides, agencies=True)
