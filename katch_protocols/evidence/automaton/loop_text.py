"""The text of the compiled loops as a number, by which numba keeps what it made.

By itself numba looks at the file of a loop alone, not at those that it takes in.
"""

from hashlib import blake2b
from pathlib import Path

__all__ = ["loop_text"]


def loop_text() -> int:
    """Return a number of all that is compiled, and of what its numbers mean."""
    here = Path(__file__).parent
    found = blake2b(digest_size=7)
    for file in (*sorted(here.glob("loops*.py")), here / "case_arrays.py"):
        found.update(file.read_bytes())
    return int.from_bytes(found.digest(), "big")
