"""The words that people write for ours: ``data/slips.toml``."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["slip_words"]


@cache
def slip_words() -> Mapping[str, Any]:
    """Return every table of words, by its name."""
    import tomllib  # noqa: PLC0415 - lazy: only who made a slip needs its words

    path = files(__package__) / "data" / "slips.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
