"""What the proofs of safeguards found, and what a waiver is worth."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.findings import Path, Severity
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Waiver
from katch_protocols.model.safeguards import AboutPeople, Informs, OnlyTo
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.verdicts import (
    Proof,
    Verdict,
    WaiverState,
    WaiverUse,
    waiver_uses,
)
from katch_protocols.rules.bindings import meanings, written_at
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.sentences.mentions import names_in


class Proven(Struct, frozen=True):
    """A proof of a safeguard, where it is written, and what waives it there."""

    proof: Proof
    path: Path
    waiver: Waiver | None

    @property
    def facts(self) -> dict[str, str]:
        """The names that every wording needs."""
        return {"safeguard": self.proof.safeguard, "protocol": self.proof.protocol}


def _proven(context: Context) -> Iterator[Proven]:
    """Yield the proof of each safeguard in each protocol that it binds."""
    for name, proofs in context.proofs.items():
        waivers = context.handbook.protocols[name].waivers
        for safeguard, proof in proofs.items():
            if safeguard != SOUNDNESS and not _is_open(context, name, safeguard):
                path = written_at(context.handbook, proof.protocol, proof.safeguard)
                yield Proven(proof, path, waivers.get(safeguard))


def _is_open(context: Context, protocol: Id, safeguard: Id) -> bool:
    """Tell whether a promise hangs on names of which some are not known there.

    Who acts, who gets what and what counts as what the handbook shares. Nor is what a
    case keeps known while a fact that it needs is answered by nobody.
    """
    if context.uses[protocol].hangs_on_answers:
        return True
    if protocol in context.settled:
        return False
    bound = context.bindings.bound.get(protocol, {})
    rule = bound[safeguard].rule if safeguard in bound else None
    if rule is None or isinstance(rule, AboutPeople | Informs | OnlyTo):
        return rule is not None
    measured = context.known[NameOf.MEASURED]
    return any(mention.name in measured for mention in names_in(rule))


def _uses(context: Context) -> Iterator[WaiverUse]:
    """Yield what each waiver is worth on the day of the check."""
    for name, proofs in context.proofs.items():
        protocol = context.handbook.protocols[name]
        for use in waiver_uses(protocol, proofs, context.as_of):
            if not _is_open(context, name, use.safeguard):
                yield use


@rule("safeguard-broken", Severity.ERROR)
def _safeguard_broken(context: Context) -> Iterator[Spot]:
    """A promise that some case breaks."""
    for each in _proven(context):
        case = each.proof.counterexample
        # Where a waiver speaks of it, its rules speak.
        if each.proof.verdict is not Verdict.BROKEN or case is None or each.waiver:
            continue
        yield Spot(each.path, {**each.facts, "steps": str(len(case.rows))})


@rule("safeguard-not-decided", Severity.NOTE)
def _safeguard_not_decided(context: Context) -> Iterator[Spot]:
    """A promise that a check could neither prove nor refute."""
    for each in _proven(context):
        if each.proof.verdict is Verdict.NOT_EXHAUSTED:
            yield Spot(each.path, each.facts)


@rule("safeguard-vacuous", Severity.WARNING)
def _safeguard_vacuous(context: Context) -> Iterator[Spot]:
    """A promise about what never happens.

    What a promise says of a state that no case enters, or of what is done there alone,
    follows from what is told of the state.
    """
    for each in _proven(context):
        if each.proof.verdict is Verdict.VACUOUS and not _is_cut_off(context, each):
            yield Spot(each.path, each.facts)


def _is_cut_off(context: Context, each: Proven) -> bool:
    """Tell whether a promise speaks of states that no case of its protocol enters.

    Or of facts that nobody answers.
    """
    name, safeguard = each.facts["protocol"], each.facts["safeguard"]
    uses = context.uses.get(name)
    bound = context.bindings.bound.get(name, {})
    if uses is None or not uses.is_known or safeguard not in bound:
        return False
    chart = uses.own.chart
    names = names_in(bound[safeguard].rule)
    facts = {each.name for each in names if each.kind is NameKind.FACT}
    if not uses.unanswered.keys().isdisjoint(facts):
        return True
    return any(
        uses.is_cut_off(found) for each in names for found in meanings(chart, each)
    )


@rule("safeguard-waived", Severity.NOTE)
def _safeguard_waived(context: Context) -> Iterator[Spot]:
    """A broken promise, and who says that it may be."""
    for each in _proven(context):
        if each.waiver is None or not each.proof.waived:
            continue
        reason = each.waiver.reason
        said = {
            f"reason.{language}": text.rstrip(".")
            for language, text in reason.texts.items()
        }
        facts = {
            **each.facts,
            "by": each.waiver.by,
            "until": each.waiver.until.isoformat(),
            "reason": reason.say("en").rstrip("."),
            **said,
        }
        path = ("protocols", each.proof.protocol, "waivers", each.proof.safeguard)
        yield Spot(path, facts)


@rule("waiver-expired", Severity.ERROR)
def _waiver_expired(context: Context) -> Iterator[Spot]:
    """A waiver whose last day is over, of a broken promise."""
    for use in _uses(context):
        if use.state is WaiverState.EXPIRED:
            facts = {"safeguard": use.safeguard, "until": use.waiver.until.isoformat()}
            yield Spot(("protocols", use.protocol, "waivers", use.safeguard), facts)


@rule("waiver-needless", Severity.WARNING)
def _waiver_needless(context: Context) -> Iterator[Spot]:
    """A waiver of a promise that every case keeps."""
    for use in _uses(context):
        if use.state is WaiverState.NEEDLESS:
            facts = {"safeguard": use.safeguard}
            yield Spot(("protocols", use.protocol, "waivers", use.safeguard), facts)
