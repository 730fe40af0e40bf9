"""What if nobody did one duty, in sentences."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.changes.what_if_nouns import (
    LostDeadline,
    LostHandoff,
    LostPromise,
    WhatIf,
)
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.saying import say_duration
from katch_protocols.telling.formatter import TitleGap
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = ["LossPart", "WhatIfReport"]


class LossPart(Struct, frozen=True):
    """Something that is lost, in one language: a head, and a line a thing."""

    kind: str
    head: str
    lines: tuple[str, ...] = ()


class WhatIfReport(Struct, frozen=True):
    """Says it in one language; ``proofs`` says the sentences of the protocol."""

    proofs: ProofReport

    def lines(self, found: WhatIf) -> Iterator[str]:
        """Yield the question, then what is lost, a head and its lines at a time."""
        yield self.question(found)
        for part in self.parts(found):
            yield part.head
            yield from (f"  {line}" for line in part.lines)
        if not found.exhausted:
            yield self._word("not-all-seen")

    def question(self, found: WhatIf) -> str:
        """Say which duty nobody does."""
        return self._word("head", activity=self._activity(found.duty))

    def parts(self, found: WhatIf) -> Iterator[LossPart]:
        """Yield what is lost, part by part; one without lines where nothing is.

        What two things are called alike is said once.
        """
        for each in self.every_part(found):
            yield replace(each, lines=tuple(dict.fromkeys(each.lines)))

    def every_part(self, found: WhatIf) -> Iterator[LossPart]:
        """Yield the same with a line for each thing: as many in every language."""
        if not found.loses:
            yield LossPart(
                "nothing", self._word("nothing" if found.exhausted else "no-promise")
            )
        told = {
            "promises": self._promises(found, Verdict.BROKEN),
            "empty": self._promises(found, Verdict.VACUOUS),
            "stays": map(self._state, found.stays),
            "undecided": map(self._sentence, found.undecided),
            "ends": map(self._state, found.ends),
            "handoffs": map(self._handoff, found.handoffs),
            "deadlines": map(partial(self._deadline, found), found.deadlines),
            "activities": map(self._activity, found.activities),
            "states": map(self._state, found.states),
            "case": self.story(found),
        }
        for key, lines in told.items():
            if said := tuple(lines):
                yield LossPart(key, self._word(key), said)

    def story(self, found: WhatIf) -> tuple[str, ...]:
        """Tell the case that shows it; the last line says what is wrong there."""
        if found.case is None:
            return ()
        return self.proofs.story_of(found.case.case, found.case.safeguard)

    def because(self, lost: LostPromise) -> str:
        """Say how a promise is lost: broken, or that it protects nobody."""
        return self._word(f"lost-{lost.without}")

    def _sentence(self, name: Id) -> str:
        return f"{self.proofs.called(name)}: {self.proofs.promise(name)}"

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

    def _deadline(self, found: WhatIf, lost: LostDeadline) -> str:
        what = state = self._state(lost.state)
        if lost.activity is not None:
            what = self._activity(lost.activity)
            # In another state the same act is still done, and its clock runs.
            if lost.activity not in {found.duty, *found.activities}:
                what = f"{what} ({state})"
        limit = say_duration(lost.limit, self.proofs.language)
        return self._word("deadline", what=what, limit=limit)

    def _state(self, name: str) -> str:
        return self.proofs.wording.gap(TitleGap(NameKind.STATE, name))

    def _activity(self, name: str) -> str:
        return self.proofs.wording.gap(TitleGap(NameKind.ACTIVITY, name))

    def _party(self, name: Id) -> str:
        return self.proofs.wording.gap(TitleGap(NameKind.ACTOR, name))

    def _word(self, key: str, /, **gaps: object) -> str:
        return say(f"changes.what-if-{key}", self.proofs.language, **gaps)
