"""A folder for what one run holds in files, so that memory need not."""

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

__all__ = ["RunFolder"]


class RunFolder:
    """A folder of this run, gone with the last who knows it."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="katch-log-"))
        finalize(self, rmtree, self.path, ignore_errors=True)
