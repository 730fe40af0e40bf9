"""A case that puts a sentence to the test: where there is one, it says something."""

from collections.abc import Sequence

from katch_protocols.model.safeguards import (
    AtLeastAfter,
    AtLeastEvery,
    Different,
    Never,
    SafeguardRule,
    SamePerson,
)
from katch_protocols.proofs.automata.labelling import (
    RowReader,
    Slot,
    first_letters,
    may_read,
)
from katch_protocols.proofs.automata.product_automaton import (
    OFF,
    Automaton,
    Watcher,
    binding_ends,
    first_read,
)
from katch_protocols.proofs.kinds.by_whom import met_in
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.product_search import Search, seen_product
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.table import Row

__all__ = ["first_event", "is_met", "is_of_every_case", "tested_by"]

_MET = Automaton(("open", "met"), {("open", "a"): "met"})
"""Sees whether the first event of a sentence ever happens."""


def is_of_every_case(rule: SafeguardRule) -> bool:
    """Tell whether a sentence is kept if each case keeps it: one breach breaks it.

    Then it is kept by fewer cases too.
    """
    return type(rule) in PATTERNS or isinstance(
        rule, AtLeastAfter | AtLeastEvery | Different | SamePerson
    )


def first_event(rule: SafeguardRule, study: ProofSession) -> Pattern:
    """Return the pattern that only sees whether the first event of a sentence comes."""
    first = SlotReader(rule, study).first(rule.event)  # type: ignore[attr-defined]
    return Pattern(_MET, (first,), "a")


def tested_by(rule: SafeguardRule, study: ProofSession) -> frozenset[str] | None:
    """Return the activities of a case that puts a sentence of every case to the test.

    ``never A`` is always put to the test. ``None``: no such case was found; a protocol
    that is too wide is not searched.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    if isinstance(rule, Never):
        return frozenset()
    if study.is_wide:
        return None
    if isinstance(rule, Different | SamePerson):
        rows = met_in(rule, study)
        return None if rows is None else frozenset(row.activity for row in rows)
    timed = isinstance(rule, AtLeastAfter | AtLeastEvery)
    found = first_event(rule, study) if timed else pattern(rule, study)
    path = _path(study, found)
    return None if path is None else frozenset(row.activity for row in path)


def is_met(study: ProofSession, slots: Sequence[Slot], letter: str) -> bool:
    """Tell whether a case at hand reads a letter before an exception.

    At hand is the shortest case to where a step applies, for each step that may read
    it. That none is at hand says nothing.
    """
    asks = Watcher(_MET, tuple(slots)).asks
    table, cases = study.table, study.whole
    if study.table_for(asks) is not table:
        return False
    started = first_letters(table, slots)
    if OFF in started or letter in started:
        return OFF not in started
    excepted = [slot for slot in slots if slot.letter == OFF]
    passing = {id(table.rows[at]) for at, _ in may_read(table, excepted)}
    reader = RowReader(table)
    for at, _ in may_read(table, [slot for slot in slots if slot.letter == letter]):
        if not cases.fired[at]:
            continue
        for part, letters in reader.readings(table.rows[at], tuple(slots)):
            if letter not in letters or OFF in letters:
                continue
            places = cases.where(part.mask, part.match)
            if len(places) and passing.isdisjoint(map(id, cases.path(int(places[0])))):
                return True
    return False


def _path(study: ProofSession, found: Pattern) -> tuple[Row, ...] | None:
    outcomes = end_cubes(study.table, found.outcomes)
    seen = seen_product(
        study,
        Watcher(found.automaton, found.slots),
        seeds=[mask for mask, _ in outcomes] if found.trigger is None else (),
        keep=found.trigger,
    )
    if study.is_vast and seen.is_vast:
        return None
    search = seen.search()
    if found.trigger is None:
        index = search.first(binding_ends(search.product, outcomes))
        return None if index is None else search.rows(index)
    return _to_letter(search, found.trigger)


def _to_letter(search: Search, letter: str) -> tuple[Row, ...] | None:
    """Return the steps until a letter is read, with that by which it is."""
    started = search.product.started
    if letter in started and OFF not in started:
        return ()
    found = first_read(search.product, search.explored, letter)
    if found is None:
        return None
    index, row = found
    return (*search.rows(index), row)
