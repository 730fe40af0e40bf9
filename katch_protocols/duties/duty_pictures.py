"""The pictogram of a duty: the same on the page and on slides."""

from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.pictures import Picture

__all__ = ["picture_of"]


def picture_of(chart: Chart, handbook: Handbook, activity: str) -> Picture | None:
    """Return what stands for an activity of a protocol where pictures tell.

    What the path of the child shows where it is a moment of it; an arrow where it hands
    the case on; else what stands for its function.
    """
    own = f"{chart.protocol.id}.{activity}"
    told = next((each.picture for each in handbook.path if each.at == own), None)
    if told is not None:
        return told
    for at in chart.activities.get(activity, ()):
        entry = chart.entries[at]
        if entry.act.handover is not None:
            return Picture.HANDOFF
        function = handbook.functions.get(entry.function or "")
        if function is not None and function.picture is not None:
            return function.picture
    return None
