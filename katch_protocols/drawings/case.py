"""draw_case: a counterexample on the lanes of its protocol."""

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.story.trail import trail
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import theme_named, themed
from katch_protocols.drawings.views.lanes.banner import Banner
from katch_protocols.drawings.views.lanes.measures import STEP_SIZE
from katch_protocols.drawings.views.lanes.rows import TEXT_SIZE
from katch_protocols.drawings.views.lanes.trail import TrailView
from katch_protocols.drawings.views.lanes.view import LanesView
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.proof_report import Report

__all__ = ["draw_case"]


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
    language = language or handbook.language
    report = Report(chart, handbook, language)
    sentence = f"{report.verdict(proof)}: {report.sentence(proof)}"
    banner = Banner(
        sentence[:1].upper() + sentence[1:], report.why(proof), report.story(proof)
    )
    story = tell(chart, handbook)
    legs = trail(compile_chart(chart), story, case.rows, case.words)
    view = TrailView(LanesView(story, chart.protocol), legs)
    scene = themed(view.scene(language, banner), theme_named(theme))
    return Drawing(
        to_svg(scene),
        scene.width,
        scene.height,
        STEP_SIZE,
        TEXT_SIZE,
        title=scene.title,
        description=scene.description,
    )
