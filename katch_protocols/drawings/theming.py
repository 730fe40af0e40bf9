"""themed: a scene in the colours of another theme; shapes and texts stay."""

from dataclasses import replace
from typing import assert_never

from katch_protocols.drawings.named import require
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
from katch_protocols.drawings.theme import COLOUR, THEMES, Theme

__all__ = ["theme_named", "themed"]


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
