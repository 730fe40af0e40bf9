"""What an editor waits for: from a key that is pressed to what is told, in CPU seconds.

Each figure is that of one edit of the shipped handbook in a desk that stands open, and
stands beside reading all of it anew.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from benchmarks.handbooks import measured
from benchmarks.lines import Line
from katch_protocols.editors.offers import offering
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.session import EditorSession
from katch_protocols.files.read import read

__all__ = ["lines"]

_FILE = "identification_child_tip.yaml"
_RUNS = 3


def lines() -> Iterator[Line]:
    """Yield an edit to what reading finds, to all without a proof, and an offer."""
    home = measured()
    text = (home / _FILE).read_text(encoding="utf-8")
    reading = min(_cpu(lambda: read(home)) for _ in range(_RUNS))
    desk = EditorSession(home, lambda: date(2026, 11, 1))
    list(islice(desk.looks(), 2))
    numbers = iter(range(1_000))

    def looked(count: int) -> float:
        desk.write(_FILE, f"# Edit {next(numbers)}.\n{text}".encode())
        return _cpu(lambda: list(islice(desk.looks(), count)))

    read_by = min(looked(1) for _ in range(_RUNS))
    yield Line.ratio(
        "an edit to what reading finds, to reading", read_by, reading, under=1
    )
    at_once = min(looked(2) for _ in range(_RUNS))
    yield Line.ratio(
        "an edit to all without a proof, to reading", at_once, reading, under=3
    )
    page = WrittenPage(_FILE, text)
    scopes, place = (
        desk.now().meanings.scopes,
        text.index("held_by: ") + len("held_by: "),
    )
    offered = min(
        _cpu(lambda: offering(scopes, page, place, "en")) for _ in range(_RUNS)
    )
    yield Line.ratio("a completion, to reading", offered, reading, under=1)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
