"""How each region staffs each protocol, for the rules that look at posts."""

from collections.abc import Mapping
from datetime import date

from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.rules.reachable import Reach
from katch_protocols.staffing.co_occurrence import Occurring
from katch_protocols.staffing.protocol_study import ProtocolStudy, Shared

__all__ = ["desks"]


def desks(
    handbook: Handbook, reached: Mapping[Id, Reach], as_of: date | None
) -> Mapping[Id, Mapping[Id, ProtocolStudy]]:
    """Return the desk of each protocol seen whole, in each region that has posts."""
    holders = Holders(handbook, as_of)
    seen = {
        name: Occurring(each.chart, each.happening, each.table)
        for name, each in reached.items()
        if each.is_whole
    }
    shared: dict[Id, Shared] = {name: {} for name in seen}
    return {
        name: {
            each: ProtocolStudy(name, holders, cases, shared[each])
            for each, cases in seen.items()
        }
        for name, region in handbook.regions.items()
        if region.posts
    }
