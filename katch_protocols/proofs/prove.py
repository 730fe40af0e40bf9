"""Every promise of a protocol, proved over every case that can ever run."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import blaming, parts, room
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError, BudgetError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard, SafeguardRule
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import ProofWorld, world_of
from katch_protocols.proofs.kept.written import WrittenProofs
from katch_protocols.proofs.product_search import retold, told
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence, sees_people
from katch_protocols.proofs.soundness import Soundness, prove_reduced, prove_soundness
from katch_protocols.proofs.verdicts import (
    OVER_BUDGET,
    Answer,
    Counterexample,
    Proof,
    Reason,
    Verdict,
    is_in_force,
)
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.semantics.explore import DEFAULT_LIMIT, Exploration
from katch_protocols.semantics.table import Table
from katch_protocols.sentences.nearness import nearest
from katch_protocols.sentences.text import print_safeguard

__all__ = ["MAX_REDUCED", "Prover", "prove"]

MAX_REDUCED = 50_000
"""How many configurations of a reduced graph are looked at."""


def prove(  # noqa: PLR0913 - one keyword a wish
    chart: Chart,
    handbook: Handbook,
    *,
    limit: int = DEFAULT_LIMIT,
    only: Id | None = None,
    as_of: date | None = None,
    seen: Callable[[], Exploration] | None = None,
) -> Mapping[Id, Proof]:
    """Prove soundness and every safeguard that binds a protocol.

    Args:
        chart: the protocol.
        handbook: the handbook that it belongs to.
        limit: how many configurations are looked at for one question; with more the
            verdict is ``not-exhausted``.
        only: prove this safeguard (or ``soundness``) alone.
        as_of: the day on which bindings and waivers are looked at; without it all count
            as in force.
        seen: finds the protocol's configurations, up to ``VAST``, where somebody knows
            them; asked only where something is not proved yet.

    Returns:
        The proofs by id: soundness, then the protocol's own safeguards with those of
        its fragments, then those of the handbook, in the order of the files.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
        UnknownNameError: No safeguard of that name binds the protocol.
    """
    world = world_of(chart, handbook, as_of)
    bound = binding_safeguards(chart, handbook)
    if only is not None and only not in {SOUNDNESS, *bound}:
        near = nearest(only, (SOUNDNESS, *bound))
        raise UnknownNameError("safeguard", only, () if near is None else (near,))
    prover = Prover(world, limit, seen)
    asked = [name for name in (SOUNDNESS, *bound) if only in {None, name}]
    proofs: dict[Id, Proof] = {}
    with room(), blaming(("protocols", chart.protocol.id)):
        for name, share in zip(asked, parts(len(asked)), strict=True):
            with share:
                proofs[name] = prover.answer(name, bound.get(name))
    return {name: _waived(each, chart, as_of) for name, each in proofs.items()}


def _waived(proof: Proof, chart: Chart, as_of: date | None) -> Proof:
    """Return a proof with the waiver that says why it may be broken, if one does."""
    waiver = chart.protocol.waivers.get(proof.safeguard)
    if proof.verdict is not Verdict.BROKEN or waiver is None:
        return proof
    return (
        replace(proof, waived_until=waiver.until)
        if is_in_force(waiver, as_of)
        else proof
    )


class Prover(Struct, frozen=True, dict=True):
    """Binds answers to the names of one protocol; what is kept is not proved again."""

    world: ProofWorld
    limit: int = DEFAULT_LIMIT
    seen: Callable[[], Exploration] | None = None

    @cached_property
    def study(self) -> ProofSession:
        """The protocol under proof, with nobody in it: few sentences ask for people."""
        holders = self.world.without_people.holders
        return ProofSession(self.world.chart, holders, self.limit, seen=self.seen)

    @cached_property
    def peopled(self) -> ProofSession:
        """The same with everybody in it; what was found of the cases is shared."""
        return self.study.with_holders(self.world.holders)

    @cached_property
    def written(self) -> WrittenProofs:
        """Writes proofs down, and reads them back."""
        return WrittenProofs(self.world.chart, self._table)

    def _table(self, *, folded: bool) -> Table:
        return self.study.table if folded else self.study.wide_table(())

    def answer(self, name: Id, safeguard: Safeguard | None) -> Proof:
        """Return the proof that is kept, else prove it and keep it."""
        world = self.world
        if safeguard is None or not sees_people(safeguard.rule):
            world = world.without_people
        answer = KeptAnswer(world, "proof", name, safeguard, self.limit)
        told = answer.find()
        found = None if told is None else self.written.again(told)
        if found is None:
            found = self.proof(name, safeguard)
            told = None if found.is_over_budget else self.written.surely(found)
            if told is not None:
                answer.put(told)
        return found

    def proof(self, name: Id, safeguard: Safeguard | None) -> Proof:
        """Prove a safeguard, or soundness; say so where the budget was met."""
        try:
            return self.soundness() if safeguard is None else self.safeguard(safeguard)
        except BudgetError as error:
            rule = SOUNDNESS
            if safeguard is not None:
                rule = print_safeguard(safeguard.rule)
            facts = {
                "budget": error.budget,
                "bound": error.bound,
                "place": error.culprit,
            }
            reason = Reason(OVER_BUDGET, facts)
            return self._proof(name, rule, Answer(Verdict.NOT_EXHAUSTED, reason=reason))

    def soundness(self) -> Proof:
        """Prove that every case can still end, and end well."""
        found = self.sound()
        story = found.trap or found.bad_trap
        reason = Reason("idle") if found.idle and story is None else None
        answer = Answer(found.verdict, found.configurations, story, reason)
        return self._proof(SOUNDNESS, SOUNDNESS, answer)

    def sound(self) -> Soundness:
        """Return how sound it is; by the reduced graph where it is too wide.

        That graph has steps left out where strands do not touch. Where facts make the
        many configurations, as in a vast protocol that is not wide, it hardly helps.
        """
        study = self.study
        if study.is_wide:
            return prove_reduced(study.chart, limit=min(study.limit, MAX_REDUCED))
        return prove_soundness(study.whole)

    def session(self, rule: SafeguardRule) -> ProofSession:
        """The protocol under proof, with everybody in it where a sentence asks that."""
        return self.peopled if sees_people(rule) else self.study

    def safeguard(self, safeguard: Safeguard) -> Proof:
        """Prove a safeguard; a name that means nothing, or a bound, is its verdict.

        Raises:
            BudgetError: The budget of the command is spent.
        """
        near: tuple[str, ...] = ()
        try:
            rule = safeguard.rule
            answer = prove_sentence(rule, self.session(rule))
        except UndefinedError as error:
            reason = Reason("undefined-name", {"name": error.name})
            answer, near = Answer(Verdict.UNDEFINED, reason=reason), error.candidates
        except BudgetError:
            raise
        except BoundError as error:
            facts = {"bound": error.bound, "limit": str(error.limit)}
            answer = Answer(Verdict.NOT_EXHAUSTED, reason=Reason("too-large", facts))
        except UnknownNameError as error:
            # The holiday calendar of the handbook: no span of time can be reckoned.
            reason = Reason("undefined-name", {"name": error.name})
            answer, near = Answer(Verdict.UNDEFINED, reason=reason), error.near
        said = print_safeguard(safeguard.rule)
        return self._proof(safeguard.id, said, answer, near)

    def _proof(
        self, name: Id, rule: str, answer: Answer, near: tuple[str, ...] = ()
    ) -> Proof:
        story = answer.counterexample
        return Proof(
            self.world.chart.protocol.id,
            name,
            rule,
            answer.verdict,
            answer.configurations,
            None if story is None else self._told(story),
            answer.reason,
            near,
        )

    def _told(self, story: Counterexample) -> Counterexample:
        """Return a case with its steps, walked again where the protocol is not wide."""
        if not self.study.is_wide:
            return retold(story, self.study.table)
        table = self.study.wide_table(())
        return replace(story, steps=told(table, story.rows, story.words))
