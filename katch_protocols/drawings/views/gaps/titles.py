"""What a gap is about: a lane, a step, an activity, a role, or the whole protocol."""

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.story.saying import named, word
from katch_protocols.drawings.views.gaps.concerns import Concern, SpotKind
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label

__all__ = ["title_of"]


def title_of(
    concern: Concern, view: LanesView, chart: Chart, handbook: Handbook
) -> Label:
    """Return what a concern is called on the sheet where it belongs."""
    spot, story, languages = concern.spot, view.story, view.story.languages
    if spot.activity is not None:
        return named(chart.title_of(spot.activity), spot.activity, languages)
    match spot.kind:
        case SpotKind.LANE:
            return story.lane[spot.id].short
        case SpotKind.STEP:
            name = named(story.step[spot.id].title, spot.id, languages)
            number = view.numbers.get(spot.id)
            if number is None:
                return name
            return word("step-of", languages, number=str(number), title=name)
        case SpotKind.HULL:
            hull = next(each for each in story.hulls if each.id == spot.id)
            return named(hull.title, hull.id.rpartition(".")[2], languages)
        case _:
            role = handbook.roles.get(concern.findings[0].facts.get("role", ""))
            return word("whole-protocol", languages) if role is None else role.title
