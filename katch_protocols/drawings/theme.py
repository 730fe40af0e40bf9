"""The colours of every drawing, and the themes that print them in other colours.

A drawing is made in the colours of the default theme; there, each stands for one thing
and so names it. ``Theme.shown`` says how another theme shows it, and ``themed`` does so
for a whole scene, before any writer sees it. Paper is white in every theme.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.colours import tint
from katch_protocols.drawings.scene import (
    Area,
    Curve,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Words,
)
from katch_protocols.sentences.nearness import require

__all__ = [
    "ADDED",
    "ALARM",
    "ALERT",
    "BAND",
    "CHANGED",
    "CHOICE",
    "COLOUR",
    "FAMILY",
    "FRAME",
    "GREY",
    "HAIRLINE",
    "INK",
    "LANES",
    "MANY_LANES",
    "MUTED",
    "PAPER",
    "REMOVED",
    "SHADES",
    "THEMES",
    "Theme",
    "ThemeName",
    "lane_tint",
    "lit_tint",
    "theme_named",
    "themed",
]


FAMILY = "KP Sans"
"""The bundled family; a reader without it gets the next of ``FALLBACKS``."""

PAPER = "#FFFFFF"
_TINT, _LIT = 0.075, 0.35


class ThemeName(StrEnum):
    """The themes that there are."""

    COLOUR = "colour"
    GREY = "grey"


class Theme(Struct, frozen=True, dict=True):
    """What a theme prints in which colour, each ``#RRGGBB``.

    ``ink`` and ``muted`` are texts and outlines; ``alert`` is what is broken or has no
    bound; ``added``, ``removed`` and ``changed`` are what a comparison shows, the last
    also a warning. Grounds: ``choice``, ``band`` (bars of phases, heads of tables),
    ``alarm`` (a broken promise), ``frame`` (a phase without lanes). ``lanes`` are up to
    eight lanes, light and dark in turns, so that grey print tells neighbours;
    ``many_lanes`` are for nine or ten. ``grey``: it has no colour at all.
    """

    name: ThemeName
    ink: str
    muted: str
    alert: str
    added: str
    removed: str
    changed: str
    choice: str
    band: str
    hairline: str
    alarm: str
    frame: str
    lanes: tuple[str, ...]
    shades: tuple[str, ...]
    many_lanes: tuple[str, ...]
    grey: bool = False

    def shown(self, colour: str) -> str:
        """Return how a colour of the default theme is shown in this one."""
        return self._shown.get(colour, colour)

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        return dict(zip(COLOUR.colours(), self.colours(), strict=True))

    def colours(self) -> Iterator[str]:
        """Yield every colour, in one order for all themes, tints last."""
        for each in self.__struct_fields__:
            value = getattr(self, each)
            if isinstance(value, tuple):
                yield from value
            elif isinstance(value, str) and not isinstance(value, ThemeName):
                yield value
        for party in (
            self.ink,
            self.muted,
            *self.lanes,
            *self.shades,
            *self.many_lanes,
        ):
            yield lane_tint(party)
            yield lit_tint(party)


def lane_tint(colour: str) -> str:
    """Return the pale ground of a lane; text on it is always ink."""
    return tint(colour, _TINT)


def lit_tint(colour: str) -> str:
    """Return the ground of a lane that is lit among others; no text stands on it."""
    return tint(colour, _LIT)


COLOUR = Theme(
    name=ThemeName.COLOUR,
    ink="#1B2733",
    muted="#4A5763",
    alert="#B3261E",
    added="#0B6E4F",
    removed="#B3261E",
    changed="#8A5A00",
    choice="#FFF7DB",
    band="#E7EBEF",
    hairline="#C9D1D8",
    alarm="#FCEEED",
    frame="#F7F9FA",
    lanes=(
        "#AA5986",
        "#052286",
        "#228248",
        "#58171E",
        "#3572D7",
        "#3F2C43",
        "#6A498C",
        "#054B3C",
    ),
    shades=(
        "#812D45",
        "#204ADA",
        "#1C3B28",
        "#8F4A52",
        "#0026C2",
        "#9B5BA9",
        "#311E53",
        "#21695A",
    ),
    many_lanes=(
        "#65042D",
        "#1D714B",
        "#442A09",
        "#013BDA",
        "#0B3754",
        "#7D5E87",
        "#A75A60",
        "#9D0E9A",
        "#7960E0",
        "#45058C",
    ),
)
"""The default: told apart by colour, also by readers who see few colours."""

GREY = Theme(
    name=ThemeName.GREY,
    ink="#000000",
    muted="#3D3D3D",
    alert="#000000",
    added="#3D3D3D",
    removed="#000000",
    changed="#595959",
    choice="#F0F0F0",
    band="#E2E2E2",
    hairline="#A6A6A6",
    alarm="#F0F0F0",
    frame="#F8F8F8",
    lanes=(
        "#767676",
        "#333333",
        "#6C6C6C",
        "#262626",
        "#636363",
        "#1A1A1A",
        "#595959",
        "#0D0D0D",
    ),
    shades=(
        "#2B2B2B",
        "#707070",
        "#202020",
        "#6A6A6A",
        "#141414",
        "#5E5E5E",
        "#080808",
        "#656565",
    ),
    many_lanes=(
        "#2E2E2E",
        "#767676",
        "#222222",
        "#393939",
        "#171717",
        "#6F6F6F",
        "#686868",
        "#616161",
        "#555555",
        "#0B0B0B",
    ),
    grey=True,
)
"""For photocopiers and printers without colour: nothing but greys, and more contrast.

A grey tells light lanes from dark ones, not eight from one another: there the head of a
lane, its place and the numbers of steps tell.
"""

THEMES: Mapping[str, Theme] = {theme.name.value: theme for theme in (COLOUR, GREY)}
"""Every theme by its name, the default first."""

INK, MUTED, ALERT = COLOUR.ink, COLOUR.muted, COLOUR.alert
ADDED, REMOVED, CHANGED = COLOUR.added, COLOUR.removed, COLOUR.changed
CHOICE, BAND, HAIRLINE = COLOUR.choice, COLOUR.band, COLOUR.hairline
ALARM, FRAME = COLOUR.alarm, COLOUR.frame
LANES, SHADES, MANY_LANES = COLOUR.lanes, COLOUR.shades, COLOUR.many_lanes


def theme_named(theme: Theme | str) -> Theme:
    """Return a theme by its name; a theme is itself.

    Raises:
        UnknownNameError: There is no theme of that name.
    """
    if isinstance(theme, Theme):
        return theme
    return THEMES[require("theme", theme, THEMES)]


def themed(scene: Scene, theme: Theme) -> Scene:
    """Return the scene as a theme shows it; the default theme changes nothing."""
    if theme is COLOUR:
        return scene
    return replace(scene, parts=tuple(_shape(part, theme) for part in scene.parts))


def _shape(shape: Shape, theme: Theme) -> Shape:
    match shape:
        case Group():
            return replace(shape, parts=tuple(_shape(p, theme) for p in shape.parts))
        case Panel() | Area() | Disc() | Polyline() | Curve():
            return replace(shape, ink=_ink(shape.ink, theme))
        case Words():
            return replace(shape, fill=theme.shown(shape.fill))
        case Glyph():
            return replace(shape, colour=theme.shown(shape.colour))
        case _:
            assert_never(shape)


def _ink(ink: Ink, theme: Theme) -> Ink:
    return replace(ink, fill=theme.shown(ink.fill), stroke=theme.shown(ink.stroke))
