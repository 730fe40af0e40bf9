"""Where the library keeps what it can make again."""

from collections.abc import Mapping
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder that ``KATCH_CACHE`` names; nowhere (``None``) if it is empty.

    Without it, that of the library in the cache of whoever is logged in, if anybody is.
    """
    named = environment.get("KATCH_CACHE")
    if named is not None:
        return Path(named) if named else None
    home = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "katch"
    except RuntimeError:
        return None
