"""``katch prove PROTOCOL [SAFEGUARD]``: what holds in every case, and what breaks."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.cli.commands import Form
from katch_protocols.cli.days import day_of
from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    speak,
)
from katch_protocols.cli.pictures import require_picture
from katch_protocols.cli.refusals import FINDINGS, require_known
from katch_protocols.cli.reports.proofs import fails, proofs_json, proofs_text
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import SOUNDNESS
from katch_protocols.proofs.prove import prove as prove_chart
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = ["prove"]


def prove(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    safeguard: Annotated[str | None, typer.Argument(metavar="SAFEGUARD")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
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
    names = (SOUNDNESS, *binding_safeguards(made, home))
    require_known("unknown-safeguard", safeguard, names)
    answers = prove_chart(made, home, only=safeguard, as_of=day_of(on))
    proofs = tuple(answers.values())
    report = ProofReport(made, home, said)
    if form is Form.JSON:
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
    from katch_protocols.drawings.case import draw_case  # noqa: PLC0415

    home, language = report.handbook, report.language
    drawn_in = language if language in home.languages else home.language
    draw_case(report.chart, home, told[0], language=drawn_in).save(path)
    written = say("commands.written", language, file=path.as_posix())
    print(written, file=sys.stderr)
