"""What became of an input: it passed, it was refused, or something is wrong with us."""

import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import FrameType

from katch_protocols.errors import KatchError

__all__ = ["SECONDS", "Report", "Wrong", "judge"]

SECONDS = 10.0
"""CPU time that one input may take."""

_FEW = 20


class Wrong(Exception):  # noqa: N818 - a verdict, not an error of the library
    """What was accepted says something else than was given."""


class _Hang(BaseException):
    """The time of an input is over; no handler of the library may catch it."""


@dataclass
class Report:
    """How many inputs passed, were refused or went wrong, and the first that did."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say the counts in one line, then each fault."""
        counts = ", ".join(
            f"{name} {self.counts[name]}" for name in sorted(self.counts)
        )
        return "\n".join((f"inputs {self.counts.total()}: {counts}", *self.faults))


def judge(inputs: Iterable[tuple[str, Callable[[], bool]]]) -> Report:
    """Try inputs one after another.

    Args:
        inputs: The name of each, and what is done with it; it returns whether the
            input passed, raises ``KatchError`` where it is refused, ``Wrong`` where
            it is misread.
    """
    report = Report()
    before = signal.signal(signal.SIGVTALRM, _ring)
    try:
        for name, work in inputs:
            verdict, detail = _one(work)
            report.counts[verdict] += 1
            if detail and len(report.faults) < _FEW:
                report.faults.append(f"{verdict}: {name}: {detail}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return report


def _one(work: Callable[[], bool]) -> tuple[str, str]:
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        passed = work()
    except KatchError:
        return "refused", ""
    except _Hang:
        return "hang", f"more than {SECONDS} CPU seconds"
    except Wrong as wrong:
        return "misread", str(wrong)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        return "traceback", f"{type(error).__name__} at {where}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ("passed" if passed else "refused"), ""


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _Hang
