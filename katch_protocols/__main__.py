"""The entry of the command ``katch`` and of ``python -m katch_protocols``."""

import gc
import sys

from katch_protocols.cli.main import main as run

__all__ = ["main"]

_SELDOM = 100_000
"""A command lives for a moment: to look for rubbish seldom saves a tenth of it."""


def main() -> int:
    """Run the command and return its exit code."""
    gc.set_threshold(_SELDOM)
    return run()


if __name__ == "__main__":
    sys.exit(main())
