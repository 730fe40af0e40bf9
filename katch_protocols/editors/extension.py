"""The extension for VS Code, as it is written into a folder."""

from collections.abc import Mapping
from importlib.resources import files

__all__ = ["extension_files"]


def extension_files() -> Mapping[str, bytes]:
    """Return the files of the extension, by name: plain scripts, without a package."""
    folder = files("katch_protocols.editors") / "data" / "vscode"
    found = {each.name: each.read_bytes() for each in folder.iterdir()}
    return dict(sorted(found.items()))
