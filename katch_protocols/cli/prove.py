"""``katch prove PROTOCOL [SAFEGUARD]``: what holds in every case, and what breaks."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    day_of,
    require_picture,
    speak,
)
from katch_protocols.cli.output import as_json, screen, working
from katch_protocols.cli.refusals import FINDINGS, require_known
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.prove import prove as prove_chart
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.telling.proof_report import ProofReport, StandingKind, standing
from katch_protocols.words.say import say

__all__ = ["fails", "proofs_json", "proofs_text", "prove"]


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
    rows = [
        {
            **proof.to_json(),
            "title": report.title(proof.safeguard),
            "story": list(report.story(proof)),
        }
        for proof in proofs
    ]
    return as_json({"proofs": rows})


def proofs_text(proofs: Sequence[Proof], report: ProofReport) -> Iterator[Text]:
    """Yield the lines to print: every proof, then how many there are of several.

    What a live case enforces is told as a story only where nothing else is asked.
    """
    size = "configurations-first"
    for proof in proofs:
        yield _title(proof, report)
        said = report.wording.phrase(size, number=proof.configurations)
        yield Text(f"  {report.sentence(proof)} {said}")
        yield from _below(proof, report, alone=len(proofs) == 1)
        size = "configurations"
    if len(proofs) > 1:
        yield Text()
        yield Text(report.summary(proofs), style="bold")


def _title(proof: Proof, report: ProofReport) -> Text:
    title = Text(report.verdict(proof), style=_STYLES[standing(proof).kind])
    return Text.assemble(title, f"  {report.called(proof.safeguard)}")


def _below(proof: Proof, report: ProofReport, *, alone: bool) -> Iterator[Text]:
    story = report.story(proof)
    if proof.verdict is Verdict.ENFORCED and not alone:
        story = (report.why(proof),)
    for line in (*report.remarks(proof), *story):
        yield Text(f"  {line}")


def prove(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    safeguard: Annotated[str | None, typer.Argument(metavar="SAFEGUARD")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    on: DayOption = None,
    draw: Annotated[Path | None, typer.Option("--draw", metavar="FILE")] = None,
) -> int:
    """Print every verdict, with a story where one is broken; 1 when a promise fails."""
    require_picture(draw)
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    said = speak(language, home.languages)
    made = chart(found, home)
    known = {SOUNDNESS: None, **binding_safeguards(made, home)}
    require_known("unknown-safeguard", safeguard, known)
    with working(said):
        answers = prove_chart(made, home, only=safeguard, as_of=day_of(on))
    proofs = tuple(answers.values())
    report = ProofReport(made, home, said)
    if form is AnswerForm.JSON:
        print(proofs_json(proofs, report))
    else:
        for line in proofs_text(proofs, report):
            screen().print(line)
    if draw is not None:
        _draw(proofs, draw, report)
    return FINDINGS if any(map(fails, proofs)) else 0


def _draw(proofs: Sequence[Proof], path: Path, report: ProofReport) -> None:
    """Draw the first story there is: of what is broken, else of what is enforced."""
    told = [proof for proof in proofs if proof.counterexample is not None]
    told.sort(key=lambda proof: proof.verdict is not Verdict.BROKEN)
    if not told:
        print(say("commands.nothing-to-draw", report.language), file=sys.stderr)
        return
    # Lazy, for a fast start: most proofs are not drawn.
    from katch_protocols.drawings.counterexample import draw_case  # noqa: PLC0415

    home, language = report.handbook, report.language
    drawn_in = language if language in home.languages else home.language
    draw_case(report.chart, home, told[0], language=drawn_in).save(path)
    written = say("commands.written", language, file=path.as_posix())
    print(written, file=sys.stderr)
