"""Cases of a large log that keep everything: a few numbers each instead of objects."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.answers import ASPECTS, AuditAnswer
from katch_protocols.evidence.audits.screening import Screened
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.model.noun import Id

__all__ = ["PassedCase", "PassedCases"]


@dataclass(frozen=True, slots=True)
class PassedCase:
    """One case that keeps everything: its keyed hash, where, when, and its answers."""

    key: str
    region: Id | None
    opened: int
    answers: dict[str, AuditAnswer]


@dataclass(frozen=True, eq=False)
class PassedCases:
    """The cases of one protocol that a loop passed; ``log`` can tell each again."""

    log: CodedLog = field(repr=False)
    screened: Screened = field(repr=False)

    @property
    def compiled(self) -> CompiledCase:
        """The protocol."""
        return self.screened.cases.compiled

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Which of the followed cases they are."""
        return np.flatnonzero(self.screened.kept)

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def events(self) -> int:
        """How many events they have."""
        return int(np.diff(self.screened.cases.starts)[self.places].sum())

    @cached_property
    def ignored(self) -> int:
        """How many rows of theirs are no events."""
        return int(self.screened.cases.ignored[self.places].sum())

    def answered(self) -> Iterator[tuple[str, AuditAnswer, int]]:
        """Yield how many cases have which answer, by what they are asked about."""
        ended = self.screened.ended[self.places]
        told = self.screened.is_told[self.places]
        for is_over, answer in ((True, AuditAnswer.KEPT), (False, AuditAnswer.OPEN)):
            some = ended == is_over
            for aspect in ASPECTS:
                alike = some & told if aspect == "people" else some
                yield aspect, answer, int(alike.sum())
        yield "people", AuditAnswer.CANNOT_TELL, int((~told).sum())

    def cases(self) -> Iterator[PassedCase]:
        """Yield every case."""
        cases, screened = self.screened.cases, self.screened
        for place in self.places.tolist():
            over = AuditAnswer.KEPT if screened.ended[place] else AuditAnswer.OPEN
            answers = dict.fromkeys(ASPECTS, over)
            if not screened.is_told[place]:
                answers["people"] = AuditAnswer.CANNOT_TELL
            reference = self.log.references[int(cases.numbers[place])]
            yield PassedCase(
                self.log.assembly.hashing.case(reference),
                cases.places[int(cases.regions[place])],
                int(cases.opened[place]),
                answers,
            )

    def read(self) -> Iterator[LogCase]:
        """Yield every case as it was read."""
        for place in self.places.tolist():
            found = self.log.one(int(self.screened.cases.numbers[place]))
            if found is not None:
                yield found

    def one(self, reference: str) -> LogCase | None:
        """Return the case of a reference as it was read, if it is one of these."""
        number = self.log.number_of(reference)
        if number is None or number not in self.screened.cases.numbers[self.places]:
            return None
        return self.log.one(number)
