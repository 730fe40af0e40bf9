"""A preview: looks again at every save, and tells who waits."""

import os
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from threading import Condition

from msgspec.structs import replace

from katch_protocols.budget import current
from katch_protocols.cli.previewing.snapshot import (
    Marks,
    Snapshot,
    changed,
    marks,
    seen,
)
from katch_protocols.cli.reports.findings_data import in_order
from katch_protocols.editors.session import EditorSession, EditorView, Outdated
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.files.read import Reading
from katch_protocols.model.noun import Id

__all__ = ["Session"]


class Session:
    """A folder, what was seen in it last, and the readers who wait for more.

    One thread calls ``look``, another may ask for ``news`` meanwhile; any
    number may read ``sight`` and ``wait``. What is found is what an editor is told.
    """

    def __init__(
        self, folder: Path, today: Callable[[], date], cache: AnswerFile | None = None
    ) -> None:
        """Sit down before ``folder``; waivers count on the day that ``today`` says.

        ``cache`` is where answers are kept; without one, in this process alone.
        """
        self.folder, self._today = folder, today
        self._cache = cache
        self._sight = Snapshot()
        self._marks: Marks = {}
        self._saved: set[str] = set()
        self._day: date | None = None
        self._changed = Condition()
        self._is_closed = False
        self.meter = current()
        """Each look and each drawing may spend as much as this."""
        answers = AnswerFile(Path(os.devnull)) if cache is None else cache
        self._editor = EditorSession(folder, today, answers, self.meter.budget)

    @property
    def sight(self) -> Snapshot:
        """What was seen last."""
        with self._changed:
            return self._sight

    def news(self) -> bool:
        """Whether something was saved, or a new day began, since it was last asked.

        Then the look that goes on ends.
        """
        day, now = self._today(), marks(self.folder)
        with self._changed:
            if (self._day, self._marks) == (day, now):
                return False
            self._saved.update(changed(self._marks, now))
            self._day, self._marks = day, now
        self._editor.refresh()
        return True

    def look(self) -> Snapshot:
        """Read and check the folder, and tell whoever waits, as soon as more is known.

        What goes wrong in the library is told as well and raises nothing. Where
        something is saved meanwhile, what is returned is still busy.
        """
        try:
            self.news()
            for view in self._editor.looks():
                self._see(view)
        except Outdated:
            return self.sight
        except Exception as error:  # noqa: BLE001 - nobody is ever shown a traceback
            fault = type(error).__name__
            return self._tell(replace(self.sight, is_busy=False, fault=fault))
        if self._cache is not None:
            self._cache.save()
        return self.sight

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
        """Send everybody home who waits, and end the look that goes on."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._editor.refresh()

    def _see(self, view: EditorView) -> None:
        """Tell what is found by now; the drawings change with the files."""
        before, reading = self.sight, view.reading
        drawn_from, stale = seen(before.drawn_from, reading)
        with self._changed:
            edited = _edited(reading, self._saved) if before.number else None
            self._saved.clear()
        sight = replace(
            before,
            findings=in_order(view.findings),
            is_busy=not view.is_whole,
            drawn_from=drawn_from,
            stale=stale,
            edited=edited or before.edited,
            fault="",
        )
        self._tell(sight)

    def _tell(self, sight: Snapshot) -> Snapshot:
        with self._changed:
            self._sight = replace(sight, number=self._sight.number + 1)
            self._changed.notify_all()
            return self._sight


def _edited(reading: Reading, saved: Collection[str]) -> Id | None:
    """Return the protocol whose file was saved; the first of several."""
    handbook = reading.handbook
    if handbook is None:
        return None
    for name in handbook.protocols:
        place = handbook.place(("protocols", name))
        if place is not None and place.file in saved:
            return name
    return None
