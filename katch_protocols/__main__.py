"""The entry of the command ``katch`` and of ``python -m katch_protocols``."""

import gc
import sys

from katch_protocols.cli.main import main as run

__all__ = ["main"]


def main() -> int:
    """Run the command and return its exit code."""
    # Loading makes no garbage; ``cli.app`` has it collected once the command is loaded.
    gc.disable()
    return run()


if __name__ == "__main__":
    sys.exit(main())
