"""The verdicts of parts of a log: of one in memory, of several in files of this run.

They grow with the cases, by some 50 bytes each, and are read a part at a time.
"""

import numpy as np

from katch_protocols.evidence.audits.verdict_table import Verdicts
from katch_protocols.evidence.logs.run_folder import RunFolder

__all__ = ["HeldVerdicts"]


class HeldVerdicts:
    """Holds the verdicts of so many parts, by the number of the part."""

    def __init__(self, parts: int) -> None:
        self._folder = RunFolder() if parts > 1 else None
        self._whole: dict[int, Verdicts] = {}

    def hold(self, number: int, verdicts: Verdicts) -> None:
        """Hold the verdicts of a part."""
        if self._folder is None:
            self._whole[number] = verdicts
            return
        path = self._folder.path / f"{number}.npy"
        np.save(path, verdicts, allow_pickle=False)

    def of(self, number: int) -> Verdicts:
        """Return the verdicts of a part."""
        if self._folder is None:
            return self._whole[number]
        path = self._folder.path / f"{number}.npy"
        found: Verdicts = np.load(path, allow_pickle=False)
        return found
