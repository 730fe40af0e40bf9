"""The verdicts of parts of a log: of one in memory, of several in a file of this run.

They grow with the cases, by some 50 bytes each, and are read a part at a time.
"""

import numpy as np

from katch_protocols.evidence.audits.verdict_table import Verdicts
from katch_protocols.evidence.logs.run_file import RunFile, RunSpan

__all__ = ["HeldVerdicts"]


class HeldVerdicts:
    """Holds the verdicts of so many parts, by the number of the part."""

    def __init__(self, parts: int) -> None:
        self._file = RunFile() if parts > 1 else None
        self._whole: dict[int, Verdicts] = {}
        self._spans: dict[int, tuple[RunSpan, np.dtype[np.void]]] = {}

    def hold(self, number: int, verdicts: Verdicts) -> None:
        """Hold the verdicts of a part."""
        if self._file is None:
            self._whole[number] = verdicts
            return
        span = self._file.add([verdicts.tobytes()])
        self._spans[number] = span, verdicts.dtype

    def of(self, number: int) -> Verdicts:
        """Return the verdicts of a part."""
        if self._file is None:
            return self._whole[number]
        span, kind = self._spans[number]
        return np.frombuffer(self._file.read(span), kind)
