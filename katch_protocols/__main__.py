"""The entry of the command ``katch`` and of ``python -m katch_protocols``."""

import atexit
import gc
import sys
from typing import NoReturn

from katch_protocols.blas import idle_threads
from katch_protocols.cli.ending import Ending

__all__ = ["command", "main"]


def run() -> int:
    """Load the command and run it."""
    # Lazy: who stops it while it is loaded is shown no trace of the stack either.
    from katch_protocols.cli.main import main  # noqa: PLC0415 - see above

    return main()


def main() -> int:
    """Run the command and return its exit code."""
    # Loading makes no garbage; ``cli.app`` has it collected once the command is loaded.
    gc.disable()
    return run()


def command() -> NoReturn:
    """Run the command and end the process with its exit code."""
    idle_threads()
    ending = Ending()
    # What is registered first runs last, after threads have ended and files are away.
    atexit.register(ending.now)
    try:
        ending.code = main()
    except KeyboardInterrupt:
        from katch_protocols.cli.commands import INTERRUPTED  # noqa: PLC0415 - see run

        ending.code = INTERRUPTED
    sys.exit(ending.code)


if __name__ == "__main__":
    command()
