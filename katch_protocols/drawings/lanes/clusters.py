"""The composites that want a hull, and how large their titles are in all languages."""

from collections.abc import Sequence

from katch_protocols.drawings.lanes.measures import pill_box
from katch_protocols.drawings.layout.graph import Box, Cluster
from katch_protocols.drawings.story.hulls import framed, guests
from katch_protocols.drawings.story.nouns import Hull, Story
from katch_protocols.drawings.text import Face, Lines, fit

__all__ = ["TAB_LEADING", "TAB_PAD", "clusters_of", "tab_lines", "tab_pill"]

TAB_PAD, TAB_LEADING = 8.0, 1.2
_SIZE, _GAP, _RIM, _LEAST = 13.0, 8.0, 3.0, 22.0
_ROOMS = (330.0, 150.0, 96.0)
"""The widths at which a title may break."""


def clusters_of(story: Story) -> tuple[Cluster, ...]:
    """Return what is to be framed, with titles that hold every language."""
    return tuple(
        Cluster(
            hull.id,
            hull.steps,
            tuple(_box(hull, story.languages, at) for at in range(len(_ROOMS))),
            guests(hull, story),
        )
        for hull in framed(story)
    )


def tab_lines(hull: Hull, language: str, option: int) -> Lines:
    """Set the title of a composite in lines, in the way of ``option``."""
    text = hull.title.say(language) if hull.title is not None else ""
    return fit(text, _ROOMS[option], _SIZE, Face.SEMIBOLD)


def tab_pill(hull: Hull, languages: Sequence[str]) -> Box | None:
    """Return the size of the pill beside the title."""
    if hull.deadline is None:
        return None
    texts = [hull.deadline.text.say(language) for language in languages]
    return pill_box(texts, has_clock=True)


def _box(hull: Hull, languages: Sequence[str], option: int) -> Box:
    titles = [tab_lines(hull, language, option) for language in languages]
    wide = max(title.width for title in titles)
    high = max(len(title.lines) for title in titles) * _SIZE * TAB_LEADING
    pill = tab_pill(hull, languages)
    if pill is not None:
        wide += pill.width + (_GAP if wide else 0.0)
        high = max(high, pill.height)
    return Box(round(wide + 2 * TAB_PAD, 1), round(max(high + 2 * _RIM, _LEAST), 1))
