"""The words that people write for ours: ``data/slips.toml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["slip_words"]


@cache
def slip_words() -> Mapping[str, Any]:
    """Return every table of words, by its name."""
    import tomllib  # noqa: PLC0415 - lazy: only who made a slip needs its words

    path = Path(__file__).parent / "data" / "slips.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
