"""The entry of the command ``katch`` and of ``python -m katch_protocols``."""

import sys

from katch_protocols.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
