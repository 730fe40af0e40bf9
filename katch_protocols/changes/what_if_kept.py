"""Answers to *what if nobody did it* that are kept: each is a proof of every promise.

They lie with the proofs, under the digest of all that they depend on: the world of the
protocol, its sentences, and the duty.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from katch_protocols.changes.what_if_nouns import (
    LostCase,
    LostDeadline,
    LostHandoff,
    LostPromise,
    WhatIf,
)
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import ProofWorld
from katch_protocols.proofs.kept.written import WrittenProofs
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["KeptWhatIfs"]

_NAMES = ("undecided", "stays", "ends", "states", "activities")


class KeptWhatIfs(Struct, frozen=True):
    """Finds and keeps the answers about one protocol with these sentences."""

    world: ProofWorld
    rules: Mapping[Id, SafeguardRule]
    written: WrittenProofs

    def find(self, duty: str) -> WhatIf | None:
        """Return the answer that is kept about a duty, if it is whole."""
        told = self._answer(duty).find()
        if told is None:
            return None
        try:
            return self._read(duty, told)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def keep(self, found: WhatIf) -> None:
        """Keep an answer, unless its case cannot be written down."""
        told: dict[str, Any] = {name: list(getattr(found, name)) for name in _NAMES}
        told["promises"] = [
            [each.safeguard, each.with_duty.value, each.without.value]
            for each in found.promises
        ]
        told["deadlines"] = [
            [each.state, each.activity, each.limit.amount, each.limit.unit.value]
            for each in found.deadlines
        ]
        told["handoffs"] = [
            [each.activity, each.sender, each.receiver] for each in found.handoffs
        ]
        told["exhausted"] = found.exhausted
        told["case"] = None
        if found.case is not None:
            story = self.written.surely(self._proof(found.case))
            if story is None:
                return
            told["case"] = [found.case.safeguard, story]
        self._answer(found.duty).put(told)

    def _answer(self, duty: str) -> KeptAnswer:
        return KeptAnswer(self.world, "what-if", duty, dict(self.rules))

    def _proof(self, lost: LostCase) -> Proof:
        name = lost.safeguard or ""
        protocol = self.world.chart.protocol.id
        return Proof(protocol, name, "", Verdict.BROKEN, counterexample=lost.case)

    def _read(self, duty: str, told: Mapping[str, Any]) -> WhatIf:
        return WhatIf(
            protocol=self.world.chart.protocol.id,
            duty=duty,
            promises=tuple(
                LostPromise(name, Verdict(before), Verdict(after))
                for name, before, after in told["promises"]
            ),
            deadlines=tuple(
                LostDeadline(state, act, Duration(amount=amount, unit=Unit(unit)))
                for state, act, amount, unit in told["deadlines"]
            ),
            handoffs=tuple(LostHandoff(*each) for each in told["handoffs"]),
            exhausted=bool(told["exhausted"]),
            case=self._read_case(told["case"]),
            undecided=tuple(told["undecided"]),
            stays=tuple(told["stays"]),
            ends=tuple(told["ends"]),
            states=tuple(told["states"]),
            activities=tuple(told["activities"]),
        )

    def _read_case(
        self, told: tuple[Id | None, Mapping[str, Any]] | None
    ) -> LostCase | None:
        if told is None:
            return None
        name, story = told
        case = self.written.read(story).counterexample
        if case is None:
            raise ValueError(name)
        return LostCase(name, case)
