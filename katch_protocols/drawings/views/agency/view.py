"""The agency view: which bodies have a card, and the card of one."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.view import Part, PartKind, View
from katch_protocols.drawings.views.agency.card import AgencyView
from katch_protocols.duties.agency import own_duties
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import require

__all__ = ["AGENCY", "VIEW", "agencies"]


def agencies(chart: Chart, handbook: Handbook) -> tuple[Id, ...]:
    """Return the agencies that deserve a card, those with lanes first, in their order.

    The others have a duty of their own; who is only asked or told needs no card, nor
    who acts only as one of several homes of a role.
    """
    lanes = [lane.id for lane in tell(chart, handbook).lanes]
    found = responsibility_of([chart], handbook).agencies
    bound = [name for name, each in found.items() if own_duties(each, handbook)]
    wanted = dict.fromkeys([lane for lane in lanes if lane in found] + bound)
    return tuple(wanted)


def _titled(chart: Chart, handbook: Handbook) -> Iterator[Part]:
    for name in agencies(chart, handbook):
        yield name, handbook.agencies[name].title


def _laid(given: Material) -> AgencyView:
    agency = require("agency", given.part or "", given.handbook.agencies)
    return AgencyView(Subject.of(given), agency, given.whole)


AGENCY = PartKind("agency", is_needed=True, of=_titled)
"""One body."""

VIEW: View[Material] = View(
    "agency",
    place=80,
    lay_out=_laid,
    part=AGENCY,
    kept="cards",
    cost=4,
)
