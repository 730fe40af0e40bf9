"""How a case may have begun, where its log does not tell what another case gave it.

A case that another one opens begins with the values that came along, and so may begin
elsewhere. An event log seldom tells them: then each beginning that some opener may give
is possible.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.charts.starts import given_starts
from katch_protocols.errors import BoundError
from katch_protocols.evidence.audits.watched import watched
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.in_use import InUse
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.semantics.explore import explore
from katch_protocols.sentences.mentions import names_in

__all__ = ["Beginnings", "CaseStart", "beginnings_of"]

_MOST_WORDS = 1_000_000


class CaseStart(Struct, frozen=True):
    """Where a case begins: its word, the nodes that it enters, the values it has."""

    word: int
    entered: tuple[int, ...]
    facts: Mapping[Id, str]

    @classmethod
    def of(cls, compiled: CompiledCase, facts: Mapping[Id, str]) -> "CaseStart":
        """Return the beginning of a case with values."""
        return cls(*compiled.table.begun(facts), facts)


class Beginnings(Struct, frozen=True, eq=False, dict=True):
    """Where the cases of a protocol may begin."""

    compiled: CompiledCase

    @cached_property
    def every(self) -> tuple[CaseStart, ...] | None:
        """Its own beginning, then what openers may give; ``None``: too many.

        Of those with one future, which no sentence tells apart, the first.
        """
        compiled = self.compiled
        try:
            given = given_starts(compiled.chart, compiled.handbook)
        except BoundError:
            return None
        starts = [CaseStart.of(compiled, dict(each)) for each in ((), *given)]
        if len({each.word for each in starts}) == 1:
            return tuple(starts[:1])
        classes = classes_of(compiled)
        asked = {
            each.name
            for one in watched(compiled)
            for each in names_in(one.safeguard.rule)
            if each.kind is NameKind.FACT
        }
        found: dict[object, CaseStart] = {}
        for start in starts:
            future = None if classes is None else classes.of_word(start.word)
            known = compiled.table.configuration(start.word).facts
            told = tuple(known.get(name) for name in sorted(asked))
            key = (start.word,) if future is None else (future, told, None)
            found.setdefault(key, start)
        return tuple(found.values())

    @cached_property
    def elsewhere(self) -> tuple[int, ...]:
        """The words that only cases reach which another one opened."""
        classes, found = classes_of(self.compiled), dict[int, None]()
        if classes is None:
            return ()
        for start in self.every or ():
            if classes.of_word(start.word) is not None or start.word in found:
                continue
            table = replace(self.compiled.table, initial=start.word)
            words = explore(table, limit=_MOST_WORDS).every_word()
            own = (each for each in words if classes.of_word(each) is None)
            found |= dict.fromkeys(own)
        return tuple(found)


def beginnings_of(compiled: CompiledCase) -> Beginnings:
    """Return where the cases of a protocol may begin, found once."""
    return _known.of((compiled.table,), lambda: Beginnings(compiled))


_known = InUse[Beginnings](16)
