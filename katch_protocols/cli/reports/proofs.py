"""Proofs for people and for programs: verdicts, sentences, stories."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from katch_protocols.cli.screen import as_json
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.telling.standing import StandingKind, standing

__all__ = ["fails", "proofs_json", "proofs_text"]

_STYLES = {
    StandingKind.HOLDS: "bold green",
    StandingKind.WAIVED: "bold yellow",
    StandingKind.ENFORCED: "bold cyan",
    StandingKind.EMPTY: "bold yellow",
    StandingKind.BROKEN: "bold red",
    StandingKind.OPEN: "bold yellow",
}


def fails(proof: Proof) -> bool:
    """Tell whether a promise is not kept: neither proved, nor enforced, nor waived."""
    return not (proof.waived or proof.verdict in {Verdict.HOLDS, Verdict.ENFORCED})


def proofs_json(proofs: Sequence[Proof], report: ProofReport) -> str:
    """Return the proofs as one JSON object; the docs give its schema."""
    rows = [{**proof.to_json(), "story": list(report.story(proof))} for proof in proofs]
    return as_json({"proofs": rows})


def proofs_text(proofs: Sequence[Proof], report: ProofReport) -> Iterator[Text]:
    """Yield the lines to print: every proof, then how many there are of several.

    What a live case enforces is told as a story only where nothing else is asked.
    """
    size = "configurations-first"
    for proof in proofs:
        yield _title(proof, report)
        said = report.voice.phrase(size, number=proof.configurations)
        yield Text(f"  {report.sentence(proof)} {said}")
        yield from _below(proof, report, alone=len(proofs) == 1)
        size = "configurations"
    if len(proofs) > 1:
        yield Text()
        yield Text(report.summary(proofs), style="bold")


def _title(proof: Proof, report: ProofReport) -> Text:
    title = Text(report.verdict(proof), style=_STYLES[standing(proof).kind])
    return Text.assemble(title, f"  {proof.safeguard}")


def _below(proof: Proof, report: ProofReport, *, alone: bool) -> Iterator[Text]:
    story = report.story(proof)
    if proof.verdict is Verdict.ENFORCED and not alone:
        story = (report.why(proof),)
    for line in (*report.remarks(proof), *story):
        yield Text(f"  {line}")
