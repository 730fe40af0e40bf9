"""What if nobody did one duty, in sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from katch_protocols.changes.what_if import (
    LostDeadline,
    LostHandoff,
    WhatIf,
)
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.saying import say_duration
from katch_protocols.telling.formatter import TitleGap
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = ["WhatIfReport"]


@dataclass(frozen=True)
class WhatIfReport:
    """Says it in one language; ``proofs`` says the sentences of the protocol."""

    proofs: ProofReport

    def lines(self, found: WhatIf) -> Iterator[str]:
        """Yield the question, then what is lost, a head and its lines at a time."""
        yield self._word("head", activity=self._activity(found.duty))
        if not found.loses:
            yield self._word("nothing" if found.exhausted else "no-promise")
        yield from self._listed("promises", self._promises(found, Verdict.BROKEN))
        yield from self._listed("empty", self._promises(found, Verdict.VACUOUS))
        yield from self._listed("stays", map(self._state, found.stays))
        yield from self._listed("undecided", map(self._sentence, found.undecided))
        yield from self._listed("ends", map(self._state, found.ends))
        yield from self._listed("handoffs", map(self._handoff, found.handoffs))
        yield from self._listed("deadlines", map(self._deadline, found.deadlines))
        yield from self._listed("activities", map(self._activity, found.activities))
        yield from self._listed("states", map(self._state, found.states))
        if not found.exhausted:
            yield self._word("not-all-seen")

    def _listed(self, key: str, lines: Iterable[str]) -> Iterator[str]:
        found = tuple(dict.fromkeys(lines))
        if found:
            yield self._word(key)
            yield from (f"  {line}" for line in found)

    def _sentence(self, name: Id) -> str:
        return f"{name}: {self.proofs.promise(name)}"

    def _promises(self, found: WhatIf, verdict: Verdict) -> Iterator[str]:
        for each in found.promises:
            if each.without is verdict:
                yield self._sentence(each.safeguard)

    def _handoff(self, lost: LostHandoff) -> str:
        return self._word(
            "handoff",
            activity=self._activity(lost.activity),
            sender=self._party(lost.sender),
            receiver=self._party(lost.receiver),
        )

    def _deadline(self, lost: LostDeadline) -> str:
        what = self._state(lost.state)
        if lost.activity is not None:
            what = self._activity(lost.activity)
        limit = say_duration(lost.limit, self.proofs.language)
        return self._word("deadline", what=what, limit=limit)

    def _state(self, name: str) -> str:
        return self.proofs.voice.gap(TitleGap(NameKind.STATE, name))

    def _activity(self, name: str) -> str:
        return self.proofs.voice.gap(TitleGap(NameKind.ACTIVITY, name))

    def _party(self, name: Id) -> str:
        return self.proofs.voice.gap(TitleGap(NameKind.ACTOR, name))

    def _word(self, key: str, /, **gaps: object) -> str:
        return say(f"changes.what-if-{key}", self.proofs.language, **gaps)
