"""Looks at a session whenever somebody wrote there, in a thread of its own."""

from collections.abc import Callable
from threading import Event, Thread

from katch_protocols.editors.session import EditorSession, EditorView, Outdated

__all__ = ["Watch"]

_PAUSE = 0.1
"""Seconds without a key before a look begins."""


class Watch:
    """Tells what is found at one desk; the next edit ends a look.

    ``tell`` is called in the thread of the watch, ``fault`` with the name of what went
    wrong in the library itself.
    """

    def __init__(
        self,
        session: EditorSession,
        tell: Callable[[EditorView], None],
        fault: Callable[[str], None],
    ) -> None:
        """Begin to watch; nothing is looked at until somebody wrote."""
        self.session, self._tell, self._fault = session, tell, fault
        self._wrote, self._is_closed = Event(), False
        self._thread = Thread(target=self._run, name="katch", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that somebody wrote."""
        self._wrote.set()

    def close(self) -> None:
        """End the watch, and the look that goes on."""
        self._is_closed = True
        self.session.refresh()
        self._wrote.set()

    def _run(self) -> None:
        while True:
            self._wrote.wait()
            self._wrote.clear()
            if self._is_closed:
                return
            if self._wrote.wait(_PAUSE):
                continue  # somebody still writes
            self._look()

    def _look(self) -> None:
        try:
            for view in self.session.looks():
                self._tell(view)
        except Outdated:
            self._wrote.set()
        except Exception as error:  # noqa: BLE001 - nobody is ever shown a traceback
            self._fault(type(error).__name__)
