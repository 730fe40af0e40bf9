"""SVG to PNG with the bundled fonts, and one that a handbook names: no others."""

import importlib

from katch_protocols.drawings.font_folders import font_folders
from katch_protocols.drawings.theme import PAPER
from katch_protocols.errors import MissingExtraError

__all__ = ["to_png"]


def to_png(svg: str, *, width: int | None = None) -> bytes:
    """Return an SVG document as PNG, ``width`` pixels wide, else as wide as it is.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    try:
        # Lazy: an optional package, and a heavy one.
        resvg = importlib.import_module("resvg_py")
    except ImportError:
        raise MissingExtraError("papers", "png") from None
    with font_folders() as folders:
        drawn = resvg.svg_to_bytes(
            svg_string=svg,
            width=width,
            background=PAPER,
            font_dirs=folders,
            skip_system_fonts=True,
            font_family="KP Sans",
        )
    return bytes(drawn)
