"""draw_case: a counterexample on the lanes of its protocol."""

from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.lanes.case_overlay import Banner, TrailView
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.page import Page
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.case_path import trail
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import theme_named
from katch_protocols.drawings.view import STORY, Reads, View
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.verdicts import Counterexample, Proof
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = ["VIEW", "ToldCase", "draw_case"]


def draw_case(
    chart: Chart,
    handbook: Handbook,
    proof: Proof,
    *,
    language: str | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw the case of a proof that has one: its way in red, its steps numbered.

    The language is the handbook's own unless another is given.

    Raises:
        ValueError: The proof has no counterexample.
        UnknownNameError: There is no such ``theme``.
    """
    case = proof.counterexample
    if case is None:
        message = f"the proof of {proof.safeguard} has no counterexample"
        raise ValueError(message)
    with setting_in(handbook.font):
        laid = VIEW.lay_out(ToldCase(chart, handbook, proof, case))
    page = Page(laid, VIEW.print, theme_named(theme), font=handbook.font)
    return page.drawing(language or handbook.language)


@dataclass(frozen=True)
class ToldCase:
    """A proof and its case, on the lanes of the protocol."""

    chart: Chart
    handbook: Handbook
    proof: Proof
    case: Counterexample

    @cached_property
    def trail(self) -> TrailView:
        """The lanes with the legs of the case."""
        story = tell(self.chart, self.handbook)
        case = self.case
        legs = trail(compile_chart(self.chart), story, case.rows, case.words)
        return TrailView(LanesView(story, self.chart.protocol), legs)

    def banner(self, language: str) -> Banner:
        """Return the verdict, why, and the story in words."""
        report = ProofReport(self.chart, self.handbook, language)
        sentence = f"{report.verdict(self.proof)}: {report.sentence(self.proof)}"
        said = sentence[:1].upper() + sentence[1:]
        return Banner(said, report.why(self.proof), report.story(self.proof))

    def scene(self, language: str) -> Scene:
        """Draw the case in one language."""
        return self.trail.scene(language, self.banner(language))

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return a row a sentence of the story, the head first: its number, itself."""
        head = (say("drawings.number", language), say("drawings.step", language))
        told = enumerate(self.banner(language).story, start=1)
        return (head, *((str(number), sentence) for number, sentence in told))


VIEW: View[ToldCase] = View(
    "counterexample",
    place=130,
    lay_out=lambda told: told,
    print=STORY,
    reads=frozenset({Reads.PROOF}),
)
