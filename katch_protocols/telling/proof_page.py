"""What is proved of a protocol, as one page of texts for paper and for programs."""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.judgement import Judgement, judge
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.telling.measure_report import MeasureReport
from katch_protocols.telling.proof_report import ProofReport

__all__ = ["Judged", "ProofPage", "proof_pages"]


class Judged(Answerable, Struct, frozen=True):
    """One promise and what became of it; texts are in the language of the page.

    ``title`` is that of the safeguard; soundness has none.
    ``verdict`` is the word, ``code`` the verdict itself. ``remarks``: the waiver, the
    longest time and its sum, on whom it depends. ``story``: a case that breaks it.
    """

    safeguard: Id
    title: str | None
    sentence: str
    code: Verdict
    verdict: str
    configurations: int
    waived: bool
    remarks: tuple[str, ...] = ()
    story: tuple[str, ...] = ()


class ProofPage(Answerable, Struct, frozen=True):
    """Everything that is proved of one protocol, in one language.

    ``times``: each as its lines, the first says how long.
    """

    protocol: Id
    title: str
    language: str
    summary: str
    soundness: Judged
    safeguards: tuple[Judged, ...]
    numbers: tuple[str, ...]
    times: tuple[tuple[str, ...], ...]


def proof_pages(
    chart: Chart, handbook: Handbook, judgement: Judgement | None = None
) -> Mapping[str, ProofPage]:
    """Return the page of a protocol in each language of its handbook.

    Proved and measured once, or not at all where its ``judgement`` is given. Every
    waiver counts as in force and is told with its last day, so that the same handbook
    gives the same pages on every day.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    found = judgement or judge(chart, handbook)
    return {
        language: _page(
            ProofReport(chart, handbook, language), found.proofs, found.measures
        )
        for language in handbook.languages
    }


def _page(
    report: ProofReport, proofs: Mapping[Id, Proof], measures: Measures
) -> ProofPage:
    soundness, *safeguards = (_judged(report, proof) for proof in proofs.values())
    numbers = MeasureReport(report.wording)
    protocol = report.chart.protocol
    return ProofPage(
        protocol.id,
        protocol.title.say(report.language),
        report.language,
        report.summary(tuple(proofs.values())),
        soundness,
        tuple(safeguards),
        tuple(numbers.counts(measures)),
        tuple(tuple(numbers.span(span)) for span in measures.times),
    )


def _judged(report: ProofReport, proof: Proof) -> Judged:
    remarks, story = tuple(report.remarks(proof)), report.story(proof)
    if proof.verdict is Verdict.ENFORCED:
        # Not broken: who acts decides, and a live case refuses. One line says why.
        remarks, story = (*remarks, report.why(proof)), ()
    return Judged(
        proof.safeguard,
        report.title(proof.safeguard),
        report.sentence(proof),
        proof.verdict,
        report.verdict(proof),
        proof.configurations,
        proof.waived,
        remarks,
        story,
    )
