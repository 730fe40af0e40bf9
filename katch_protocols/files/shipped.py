"""The files of the handbook that comes with the library."""

from collections.abc import Iterator, Mapping
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path

from katch_protocols.files.shapes.file_kind import SUFFIX
from katch_protocols.files.shapes.files import FOLDERS

__all__ = ["shipped"]


def shipped() -> Mapping[str, bytes]:
    """Return the bytes of each file, by its name below the handbook.

    They stand in the package (a wheel carries them, unpacked or not), else beside it,
    in a checkout.
    """
    inside = files("katch_protocols") / "protocols"
    beside = Path(__file__).parents[2] / "protocols"
    root = inside if inside.is_dir() or not beside.is_dir() else beside
    return dict(_texts(root)) if root.is_dir() else {}


def _texts(root: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in root.iterdir():
        if entry.name.endswith(SUFFIX):
            yield prefix + entry.name, entry.read_bytes()
        elif entry.name in FOLDERS and not prefix:
            yield from _texts(entry, f"{entry.name}/")
