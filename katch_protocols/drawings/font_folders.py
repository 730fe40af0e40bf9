"""Where the programs that make PDF and PNG find fonts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from katch_protocols.drawings.text import DATA, font_at_hand

__all__ = ["font_folders"]


@contextmanager
def font_folders() -> Iterator[list[str]]:
    """Give the folders of fonts: ours, and for a while that of the font at hand."""
    font = font_at_hand()
    if font is None:
        yield [str(DATA)]
        return
    with TemporaryDirectory(prefix="katch-font-") as folder:
        name = "named.otf" if font.data.startswith(b"OTTO") else "named.ttf"
        (Path(folder) / name).write_bytes(font.data)
        yield [str(DATA), folder]
