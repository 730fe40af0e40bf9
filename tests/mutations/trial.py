"""What a check says of a changed protocol that it did not say before."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.agreed import agreed, fingerprint
from katch_protocols.findings import Path
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict
from katch_protocols.model.safeguards import (
    AboutPeople,
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Informs,
    OnlyTo,
    Safeguard,
)
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.soundness import prove_soundness
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Rule, rules
from tests.faults.mistakes import DAY, LOADED, Shipped
from tests.mutations.changes import Mutation
from tests.mutations.same import SAME, difference

__all__ = ["AGREED", "Noticed", "Trial"]

AGREED = "changed-since-agreed"

_Seen = set[tuple[str, Path]]

_ABOUT_PEOPLE = (AboutPeople, Informs, OnlyTo)

_ASIDE = frozenset({"labels", "register", "staffing", "proofs"})
"""Families of rules with nothing to say of such a change, and the proofs themselves."""

_AGAIN = "over-budget"
"""It would make every proof a second time; a proof that is not decided is noticed."""

_LOOKS = frozenset(
    {
        "not-fully-explored",
        "duty-unkeepable",
        "deadline-unkeepable",
        "deadline-over-at-entry",
        AGREED,
    }
)
"""Rules that look at cases or at agreements, and so are asked last."""

_BAD = frozenset(
    {Verdict.BROKEN, Verdict.VACUOUS, Verdict.UNDEFINED, Verdict.NOT_EXHAUSTED}
)


class Noticed(NamedTuple):
    """The rule that notices a change, else what differs that nothing notices."""

    rule: str | None
    why: str = ""


class Trial:
    """One protocol of the shipped handbook, and what a check says of it as it is.

    A change is noticed once, so what costs least is asked first: what is written; of
    what moves no case what was agreed; then promises one after the other, those that
    broke before first; agreements; and promises that set a time. What moves no case can
    break a promise about people only. What says the same in other words is proved by
    nobody: no case tells the two apart.
    """

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        self.shipped = Shipped(protocol)
        self.file = f"{protocol}.yaml"
        reading = LOADED.read(self.shipped.texts)
        home = reading.sound()
        self.agreed = _agreed(home)
        self.home = Context(home.model_copy(update={"agreed": self.agreed}), as_of=DAY)
        self.roles = sorted(home.roles)
        every = (each for each in rules() if each.name != _AGAIN)
        asked = [each for each in every if each.family not in _ASIDE]
        self.written = [each for each in asked if each.name not in _LOOKS]
        self.looking = [each for each in asked if each.name in _LOOKS - {AGREED}]
        self.agreeing = [each for each in asked if each.name == AGREED]
        self.broke: Counter[str] = Counter()
        self.said: _Seen = {
            (each.name, spot.path) for each in asked for spot in each.spots(self.home)
        }

    def noticed(self, mutation: Mutation) -> Noticed:
        """Return the first rule with something new to say, else what differs."""
        text = json.dumps(mutation.text, ensure_ascii=False)
        reading = LOADED.read({**self.shipped.texts, self.file: text})
        for found in reading.findings:
            return Noticed(found.rule)
        if reading.handbook is None:
            return Noticed("unreadable")
        home = reading.handbook.model_copy(update={"agreed": self.agreed})
        context = Context(home, reading.incomplete, DAY)
        still = mutation.moves_no_case
        first = [*self.written, *(self.agreeing if still else ())]
        if (rule := self._new(first, context)) is not None:
            return Noticed(rule)
        why = difference(self.home, context, self.protocol)
        if why == SAME:
            return Noticed(None, why)
        deeper = filter(None, self._deeper(context, still=still))
        return Noticed(next(deeper, None), why)

    def _deeper(self, context: Context, *, still: bool) -> Iterator[str | None]:
        """Yield what proofs and agreements say, what costs least first."""
        found = context.sound[self.protocol]
        seen = context.reached[self.protocol].seen
        study = ProofSession(found, Holders(context.handbook, DAY), seen=seen)
        if not still and prove_soundness(study.whole).verdict in _BAD:
            yield SOUNDNESS
        bound = binding_safeguards(found, context.handbook).values()
        asked = sorted(
            (
                each
                for each in bound
                if not still or isinstance(each.rule, _ABOUT_PEOPLE)
            ),
            key=lambda each: -self.broke[each.id],
        )
        yield from (self._unproved(each, study) for each in asked if not _timed(each))
        yield self._new(self.agreeing, context)
        yield from (self._unproved(each, study) for each in asked if _timed(each))
        if not still:
            yield self._new(self.looking, context)

    def _new(self, asked: Iterable[Rule], context: Context) -> str | None:
        for each in asked:
            for spot in each.spots(context):
                if (each.name, spot.path) not in self.said:
                    return each.name
        return None

    def _unproved(self, each: Safeguard, study: ProofSession) -> str | None:
        verdict = prove_sentence(each.rule, study).verdict
        if verdict not in _BAD:
            return None
        self.broke[each.id] += 1
        return "safeguard-" + verdict.value


def _timed(each: Safeguard) -> bool:
    """Tell whether a sentence sets a time: to prove it takes longest."""
    return isinstance(each.rule, (AtLeastEvery, AtLeastAfter)) or (
        isinstance(each.rule, AfterThen) and each.rule.within is not None
    )


def _agreed(home: Handbook) -> Any:
    """Return what every body would agree to today."""
    charts = Context(home).sound
    made: dict[str, dict[str, Agreement]] = {}
    for name, chart in charts.items():
        for body, duties in agreed(chart, home).items():
            made.setdefault(body, {})[name] = Agreement(
                on=None, source=(), text=fingerprint(duties), duties=duties
            )
    return FrozenDict({body: FrozenDict(by) for body, by in made.items()})
