"""Every kind of drawing that there is, of one protocol, in every language.

As ``katch build`` makes them: the lanes of the whole protocol are laid out once.
"""

from collections.abc import Collection, Iterator, Mapping

from katch_protocols.charts.build import chart
from katch_protocols.drawings.counterexample import draw_case
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.known_views import every_view as known_views
from katch_protocols.drawings.known_views import view_names
from katch_protocols.drawings.material import Material
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.rules.check import check

__all__ = ["KINDS", "every_view"]

LOOKED_AT = 2_000
"""So many configurations are looked at for a counterexample: one is drawn, if any."""

KINDS = (*view_names(), "counterexample")
"""The views by name, and the drawing of a case that breaks a promise."""


def every_view(
    handbook: Handbook, name: str, agency: str, *, kinds: Collection[str] = KINDS
) -> Iterator[tuple[str, Mapping[str, Drawing]]]:
    """Yield these kinds of drawing of a protocol; a counterexample if there is one."""
    found = chart(handbook.protocols[name], handbook)
    material = Material(found, handbook, graphviz=False, findings=check(handbook))
    for view in (view for view in known_views() if view.name in kinds):
        part = agency if view.takes == "agency" else None
        page = page_of(view, material.of(part))
        yield view.name, {each: page.drawing(each) for each in handbook.languages}
    if "counterexample" not in kinds:
        return
    proofs = prove(found, handbook, limit=LOOKED_AT).values()
    broken = next((proof for proof in proofs if proof.counterexample), None)
    if broken is not None:
        yield (
            "counterexample",
            {
                language: draw_case(found, handbook, broken, language=language)
                for language in handbook.languages
            },
        )
