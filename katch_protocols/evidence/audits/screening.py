"""Which cases of a log keep everything, by loops; the rest the definition judges.

A loop follows each case along the table. Who may do what it looks up: that is asked
here of the one decision of a live case, once for each step, role, agency, region and
span of days. A case that fits and whose people and times are kept keeps every sentence
that is proved; a protocol with one that is not is left to the definition.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.asking import PeopleAsking
from katch_protocols.evidence.audits.silences import hastened
from katch_protocols.evidence.audits.unlogged import filled
from katch_protocols.evidence.audits.watched import watched
from katch_protocols.evidence.automaton.case_arrays import UNSEEN_CLOCK
from katch_protocols.evidence.automaton.case_standing import CaseStanding
from katch_protocols.evidence.automaton.case_tables import case_tables
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.automaton.following import Engine, begun
from katch_protocols.evidence.logs.followed_cases import FollowedCases
from katch_protocols.proofs.prove import prove

__all__ = ["Screened", "screen"]

Flags = NDArray[np.bool_]


class Screened(Struct, frozen=True, eq=False):
    """How cases stand that were followed.

    Attributes:
        cases: The cases.
        standing: (cases,): see ``CaseStanding``; where it is not kept, the definition
            has to judge.
        is_told: (cases,): whether everything that is asked of people is told.
        is_timed: (cases,): whether every clock that ran began in the log.
        ended: (cases,): whether a case that is kept has ended.
    """

    cases: FollowedCases
    standing: NDArray[np.int8]
    is_told: Flags
    is_timed: Flags
    ended: Flags

    @property
    def kept(self) -> Flags:
        """Which cases keep everything."""
        found: Flags = self.standing == CaseStanding.KEPT
        return found


def screen(
    cases: FollowedCases, until: int, engine: Engine, not_logged: Sequence[str] = ()
) -> Screened:
    """Follow the cases of a protocol; ``until``: until when the log is complete.

    ``not_logged`` are activities that the log never tells.
    """
    count = len(cases)
    standing = np.full(count, CaseStanding.DOUBT, np.int8)
    silent, ended = np.zeros(count, np.uint8), np.zeros(count, np.bool_)
    told = np.ones(count, np.bool_)
    nothing = Screened(cases, standing, told, told, ended)
    names = cases.compiled.full_names
    unlogged = frozenset(names[each] for each in not_logged if each in names)
    if not count or not _is_proved(cases.compiled):
        return nothing
    if hastened(cases.compiled, unlogged):
        return nothing
    classes = classes_of(cases.compiled)
    if classes is None:
        return nothing
    first, last = cases.span
    span = int(min(cases.opened.min(), first)), max(until, last)
    tables = case_tables(cases.compiled, classes, cases.kinds, span)
    if tables is None:
        return nothing
    begins = np.full(count, tables.start, np.int64)
    before = np.flatnonzero(cases.unseen)
    events = cases.starts, cases.steps, cases.instants
    begins[before] = begun(tables, events, before, engine)
    some = np.arange(count)
    lacking = filled(cases, tables, (span, until), not_logged, engine)
    if lacking is not None:
        some, own = lacking.others, lacking.numbers
        standing[own], ended[own] = lacking.follow(until, engine)
        told[own] = False
    asking = PeopleAsking(cases, tables, begins)
    standing[some], silent[some], ended[some] = asking.follow(until, engine, some)
    told &= silent & ~np.uint8(UNSEEN_CLOCK) == 0
    return Screened(cases, standing, told, silent < UNSEEN_CLOCK, ended)


@lru_cache(maxsize=16)
def _is_proved(compiled: CompiledCase) -> bool:
    """Tell whether every sentence that one case could break is proved."""
    names = [each.safeguard.id for each in watched(compiled)]
    if not names:
        return True
    proofs = prove(compiled.chart, compiled.handbook)
    return all(proofs[name].holds for name in names)
