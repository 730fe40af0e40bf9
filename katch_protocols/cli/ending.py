"""The end of the process of a command."""

import os
import sys

__all__ = ["Ending"]


class Ending:
    """Ends the process without taking apart all that the command made.

    Python would free each object, which takes a tenth of a second after a small command
    and more after a large one; the system frees them all at once.
    """

    code: int | None = None
    """``None``: the command did not come to its end, so Python ends the process."""

    def now(self) -> None:
        """End it, unless something is left that could not be written."""
        if self.code is None:
            return
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            return
        os._exit(self.code)
