"""The drawings of the page: made when they are asked for, kept until the next save."""

from dataclasses import dataclass
from threading import Lock

from katch_protocols.charts.build import chart
from katch_protocols.cli.previewing.snapshot import Snapshot
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.view import View
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["PreviewPicture", "PreviewPictures"]

_KEPT = 64
"""So many drawings are kept; a large one takes about 200 kB."""

Part = tuple[Id, str]
"""A part of a protocol that can be drawn alone: its id and its title."""


@dataclass(frozen=True)
class PreviewPicture:
    """A drawing, which part it shows (``None``: all), and which parts there are."""

    drawing: Drawing
    part: Id | None
    parts: tuple[Part, ...]
    is_stale: bool


class PreviewPictures:
    """Draws one at a time, so that many who ask do not slow each other down."""

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        self._one_at_a_time = Lock()
        self._kept: dict[tuple[str, ...], tuple[Handbook, PreviewPicture]] = {}

    def picture(
        self,
        sight: Snapshot,
        protocol: Id,
        view: View[Material],
        part: Id | None,
        language: str,
    ) -> PreviewPicture | None:
        """Draw a protocol as it was when it could be drawn last.

        A ``part`` or ``language`` that is not there gives way to the first that is.
        ``None`` if there is nothing to draw yet.
        """
        home = sight.drawn_from.get(protocol)
        if home is None:
            return None
        tongue = language if language in home.languages else home.language
        key = (protocol, view.name, part or "", tongue)
        with self._one_at_a_time:
            source, found = self._kept.get(key, (None, None))
            if source is not home or found is None:
                found = _drawn(home, protocol, view, part, tongue)
                self._keep(key, home, found)
        is_stale = protocol in sight.stale
        return PreviewPicture(found.drawing, found.part, found.parts, is_stale)

    def _keep(
        self, key: tuple[str, ...], home: Handbook, picture: PreviewPicture
    ) -> None:
        self._kept.pop(key, None)
        while len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (home, picture)


def _drawn(
    home: Handbook, protocol: Id, view: View[Material], part: Id | None, language: str
) -> PreviewPicture:
    meant = chart(home.protocols[protocol], home)
    parts = tuple(
        (name, title.say(language)) for name, title in view.parts(meant, home)
    )
    known = [name for name, _ in parts]
    if part not in known:
        part = known[0] if known and view.needs_part else None
    drawing = page_of(view, Material(meant, home, part)).drawing(language)
    return PreviewPicture(drawing, part, parts, is_stale=False)
