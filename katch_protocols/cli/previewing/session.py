"""A preview: looks again at every save, and tells who waits."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Condition

from katch_protocols.budget import current, spending
from katch_protocols.cli.building.inputs import Inputs
from katch_protocols.cli.previewing.snapshot import (
    Marks,
    Snapshot,
    changed,
    is_readable,
    marks,
    seen,
)
from katch_protocols.cli.reports.findings_data import in_order
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context

__all__ = ["Session"]


class Session:
    """A folder, what was seen in it last, and the readers who wait for more.

    One thread calls ``look``; any number may read ``sight`` and ``wait``.
    """

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        """Sit down before ``folder``; waivers count on the day that ``today`` says."""
        self.folder, self._today = folder, today
        self._sight = Snapshot()
        self._marks: Marks = {}
        self._trees = KeptTrees()
        self._day: date | None = None
        self._proofs: dict[Id, tuple[str, Mapping[Id, Proof]]] = {}
        self._changed = Condition()
        self._is_closed = False
        self.meter = current()
        """Each look and each drawing may spend as much as this."""

    @property
    def sight(self) -> Snapshot:
        """What was seen last."""
        with self._changed:
            return self._sight

    def news(self) -> bool:
        """Whether something was saved, or a new day began, since the last look."""
        return self._day != self._today() or self._marks != marks(self.folder)

    def look(self) -> Snapshot:
        """Read and check the folder, and tell whoever waits: once read, once checked.

        What goes wrong in the library is told as well and raises nothing.
        """
        now, self._day = marks(self.folder), self._today()
        saved, self._marks = changed(self._marks, now), now
        try:
            with spending(self.meter.fresh()):
                return self._look(saved, self._day)
        except Exception as error:  # noqa: BLE001 - nobody is ever shown a traceback
            sight = replace(self.sight, is_busy=False, fault=type(error).__name__)
            return self._tell(sight)

    def wait(self, after: int, seconds: float) -> int | None:
        """Return the number of a look after ``after``, or the same when time is up.

        ``None`` says that the preview is closed.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or self._sight.number > after, seconds
            )
            return None if self._is_closed else self._sight.number

    def close(self) -> None:
        """Send everybody home who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _look(self, saved: tuple[str, ...], day: date) -> Snapshot:
        before = self.sight
        reading = read(self.folder, self._trees)
        if reading.handbook is not None:
            current().find = reading.handbook.place
        drawn_from, stale = seen(before.drawn_from, reading)
        edited = _edited(reading, saved) if before.number else None
        first = replace(
            before,
            drawn_from=drawn_from,
            stale=stale,
            edited=edited or before.edited,
            is_busy=True,
            fault="",
        )
        if not is_readable(reading):
            first = replace(first, findings=in_order(reading.findings))
        self._tell(first)
        found = reading.findings
        if reading.handbook is not None:
            found = (*found, *self._checked(reading.handbook, reading, day))
        return self._tell(replace(first, findings=in_order(found), is_busy=False))

    def _checked(
        self, handbook: Handbook, reading: Reading, day: date
    ) -> tuple[Finding, ...]:
        """Check a handbook; what is proved of protocols that did not change is kept."""
        source = Inputs(handbook, reading.texts)
        made_from = {
            name: f"{day} {source.of_proofs(name)}" for name in handbook.protocols
        }
        known = {
            name: proofs
            for name, (inputs, proofs) in self._proofs.items()
            if made_from.get(name) == inputs
        }
        context = Context(handbook, reading.incomplete, day, known)
        found = check_context(context)
        if not reading.incomplete:
            self._proofs = {
                name: (made_from[name], proofs)
                for name, proofs in context.proofs.items()
            }
        return found

    def _tell(self, sight: Snapshot) -> Snapshot:
        with self._changed:
            self._sight = replace(sight, number=self._sight.number + 1)
            self._changed.notify_all()
            return self._sight


def _edited(reading: Reading, saved: tuple[str, ...]) -> Id | None:
    """Return the protocol whose file was saved; the first of several."""
    handbook = reading.handbook
    if handbook is None:
        return None
    for name in handbook.protocols:
        place = handbook.place(("protocols", name))
        if place is not None and place.file in saved:
            return name
    return None
