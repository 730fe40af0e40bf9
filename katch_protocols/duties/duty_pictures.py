"""The pictogram of a duty, and of who does it: the same on the page and on paper."""

from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.path import Depicted, StoryMoment
from katch_protocols.model.pictures import Picture

__all__ = ["body_picture", "family_picture", "picture_of"]


def family_picture(handbook: Handbook, family: Id | None) -> Picture | None:
    """Return what stands for a family of bodies, if anything does."""
    found = handbook.families.get(family or "")
    return None if found is None else found.picture


def body_picture(handbook: Handbook, body: Id | None) -> Picture | None:
    """Return what stands for a body: the pictogram of its family."""
    known = body in handbook.agencies
    return (
        family_picture(handbook, handbook.family_of(body)) if body and known else None
    )


def picture_of(chart: Chart, handbook: Handbook, activity: str) -> Picture | None:
    """Return what stands for an activity of a protocol where pictures tell.

    What the handbook names for it: on the path of the child, or among its pictures; an
    arrow where it hands the case on; else what stands for its function.
    """
    own = f"{chart.protocol.id}.{activity.rpartition('.')[2]}"
    named: tuple[StoryMoment | Depicted, ...] = (*handbook.path, *handbook.pictures)
    for each in named:
        if each.at == own and each.picture is not None:
            return each.picture
    for at in chart.activities.get(activity, ()):
        entry = chart.entries[at]
        if entry.act.handover is not None:
            return Picture.HANDOFF
        function = handbook.functions.get(entry.function or "")
        if function is not None and function.picture is not None:
            return function.picture
    return None
