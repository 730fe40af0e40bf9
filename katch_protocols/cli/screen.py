"""Where people read: lines with colour on a terminal, plain in a pipe."""

from rich.console import Console

__all__ = ["screen"]


def screen(*, aside: bool = False) -> Console:
    """Return the screen; ``aside`` is the one beside the answer, standard error.

    Lines are never cut or folded, so that a pipe gets each as one line.
    """
    return Console(stderr=aside, soft_wrap=True, highlight=False, markup=False)
