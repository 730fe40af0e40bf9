"""Many processes: tasks of a build, the longest first, over so many processes.

A worker is a copy of this process, with all that it has loaded and worked out; where
copying is not safe, as beside the thread of a progress bar, it starts afresh. This
process does the shortest tasks itself, so one worker fewer has to start. What one of
them has read, laid out or proved it keeps for the next part of the same.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from katch_protocols.budget import ENDLESS
from katch_protocols.budget import begin as begin_spending
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.cli.building.starting import COPY, end_with_parent, start_method
from katch_protocols.cli.building.tasks import Key, Task, TaskShares
from katch_protocols.drawings.draw import laid_out, page_of
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.garbage import collect_seldom
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.proofs.judgement import Judgement, judge
from katch_protocols.proofs.kept.answer_cache import begin, current
from katch_protocols.proofs.serialization import read_judgement, read_proofs
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.words.say import Borrowed, borrow, borrowed

__all__ = [
    "LANES",
    "Proved",
    "SharedProtocol",
    "WorkerPool",
    "WorkerState",
    "Written",
    "is_readable",
]


LANES = "lanes"
"""The view that the page shows too."""

Written = Mapping[str, Any]


class SharedProtocol(Struct, dict=True):
    """One protocol and its handbook."""

    protocol: Id
    handbook: Handbook
    theme: Theme = COLOUR
    _judgement: Judgement | None = None
    _gathered: Gathered | None = None

    @cached_property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return chart(self.handbook.protocols[self.protocol], self.handbook)

    @cached_property
    def material(self) -> Material:
        """What its views are laid out from; the lanes are laid out once for all."""
        return Material(self.chart, self.handbook, graphviz=False, laid=self.lanes)

    @cached_property
    def lanes(self) -> LanesView:
        """Its lanes, laid out.

        Raises:
            ProtocolError: The chart has problems; ``check`` says which.
        """
        return laid_out(self.chart, self.handbook)

    @cached_property
    def drawings(self) -> Mapping[str, Drawing]:
        """Its lanes in every language, drawn once for their files and for the page."""
        page = page_of(view_named(LANES), self.material, self.theme)
        return {each: page.picture(each) for each in self.handbook.languages}

    def gathered(self, written: Written) -> Gathered:
        """Return what papers say of it; the same for all papers, which share much.

        Raises as ``judged``.
        """
        if self._gathered is None:
            self._gathered = Gathered(
                self.handbook.protocols[self.protocol],
                self.handbook,
                self.judged(written),
                self.theme,
                self.lanes,
            )
        return self._gathered

    def judged(self, written: Written) -> Judgement:
        """Return its judgement, read from what was written; made where nothing is.

        Raises:
            ValueError, KeyError, TypeError, IndexError: It is not what was written.
        """
        if self._judgement is None:
            chart, handbook = self.chart, self.handbook
            found = read_judgement(written, chart, handbook) if written else None
            self._judgement = found or judge(chart, handbook)
        return self._judgement

    def keep(self, judgement: Judgement) -> None:
        """Keep its judgement, which was made here: it need not be read again."""
        self._judgement = judgement


class WorkerState:
    """What one process knows of each protocol of a handbook, in one theme."""

    def __init__(self, handbook: Handbook, theme: Theme = COLOUR) -> None:
        """Begin with a handbook that was read without an error."""
        self.handbook, self.theme = handbook, theme
        self._shared: dict[Id, SharedProtocol] = {}

    def shared(self, protocol: Id) -> SharedProtocol:
        """Return what is shared of one protocol, the same every time."""
        found = SharedProtocol(protocol, self.handbook, self.theme)
        return self._shared.setdefault(protocol, found)


class Proved(Mapping[Id, Mapping[Id, Proof]]):
    """The proofs of protocols by id, as a check makes them; it waits for the last.

    ``judged`` is filled while one waits. What could not be judged is not there.
    """

    def __init__(
        self,
        state: WorkerState,
        judged: Mapping[Id, Written],
        wait: Callable[[], None],
    ) -> None:
        """Look into ``judged`` once ``wait`` has come back."""
        self.state, self.judged, self.wait = state, judged, wait

    def __getitem__(self, protocol: Id) -> Mapping[Id, Proof]:
        self.wait()
        written = self.judged[protocol]
        if not written:
            raise KeyError(protocol)
        shared = self.state.shared(protocol)
        if "checked" in written:
            return read_proofs(written["checked"], shared.chart, shared.handbook)
        return shared.judged(written).proofs

    def __iter__(self) -> Iterator[Id]:
        self.wait()
        return (name for name, written in self.judged.items() if written)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_readable(state: WorkerState, protocol: Id, written: Written) -> bool:
    """Tell whether a judgement is one of the protocol as it is, or none at all."""
    if not written:
        return True
    shared = state.shared(protocol)
    try:
        shared.judged(written)
        if "checked" in written:
            read_proofs(written["checked"], shared.chart, shared.handbook)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False
    return True


_WORTH = 4_000_000
"""Workers start, which takes each a second, only for so many microseconds of work."""

_AHEAD = 2
"""So many tasks lie before each worker, so that none waits for the next."""

_states: list[WorkerState] = []
"""The state of a worker's process."""


class WorkerPool:
    """Does tasks and gives back what came of them; the order is nobody's promise.

    Leave it (``with``) and what was not begun is never done.
    """

    def __init__(
        self, handbook: Handbook, processes: int, theme: Theme = COLOUR
    ) -> None:
        """Work with so many processes, of which this is one."""
        self.state = WorkerState(handbook, theme)
        self.workers = processes - 1
        self._waiting = TaskShares()
        self._running: dict[Future[Any], tuple[int, Task]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.__dict__.get("_pool", ()):
            worker.shutdown(wait=False, cancel_futures=True)
        for worker in self.__dict__.get("_pool", ()):
            worker.shutdown()

    def __len__(self) -> int:
        """How many tasks are not done."""
        return len(self._waiting) + len(self._running)

    def add(self, *tasks: Task) -> None:
        """Take on more."""
        self._waiting.add(tasks)
        self._feed()

    def finished(self) -> Iterator[tuple[Key, Any]]:
        """Yield the key of each task and what came of it, until all is done."""
        while self:
            self._feed()
            task = self._waiting.take(self.workers, shortest=True)
            if task is not None:
                yield task.key, _done(task, self.state)
            yield from self._collected(block=task is None)

    def _collected(self, *, block: bool) -> Iterator[tuple[Key, Any]]:
        """Yield what workers have done; with ``block`` at least one."""
        if not self._running:
            return
        timeout = None if block else 0
        done, _ = wait(self._running, timeout, return_when=FIRST_COMPLETED)
        for each in done:
            _, task = self._running.pop(each)
            yield task.key, each.result()

    def _feed(self) -> None:
        """Lay the longest tasks before the workers; the shortest are done here."""
        if "_pool" not in self.__dict__ and self._waiting.work < _WORTH:
            return
        busy = Counter(worker for worker, _ in self._running.values())
        for _ in range(_AHEAD):
            for worker in range(self.workers):
                if busy[worker] < _AHEAD and (task := self._waiting.take(worker)):
                    future = self._pool[worker].submit(_done_by_worker, task)
                    self._running[future] = worker, task
                    busy[worker] += 1

    @cached_property
    def _pool(self) -> tuple[ProcessPoolExecutor, ...]:
        """The workers; each has its own tasks, so each is a pool of one."""
        spoken, answers = dict(borrowed()), _answers_at()
        given = self.state.handbook, self.state.theme, spoken, answers
        method = start_method()
        pool = tuple(
            ProcessPoolExecutor(
                1,
                mp_context=get_context(method),
                initializer=_start_worker,
                initargs=given,
            )
            for _ in range(self.workers)
        )
        if method == COPY:
            # All start now: what this process does later may not be copied.
            for worker in pool:
                worker.submit(_begun)
        return pool


def _answers_at() -> Path | None:
    """Return where the answers of this command are kept, if they are."""
    cache = current()
    return cache.path if isinstance(cache, AnswerFile) else None


def _begun() -> None:
    """Do nothing: whoever does it has started."""


def _start_worker(
    handbook: Handbook,
    theme: Theme,
    spoken: Mapping[str, Borrowed],
    answers: Path | None,
) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    # What the command may spend counts in its own process, however this one began.
    begin_spending(ENDLESS)
    begin(None if answers is None else AnswerFile(answers))
    for language, each in spoken.items():
        folder = None if each.folder is None else each.folder.parents[1]
        borrow([language], each.instead, folder)
    _states.append(WorkerState(handbook, theme))
    collect_seldom()


def _done(task: Task, state: WorkerState) -> Any:  # noqa: ANN401 - of any task
    with setting_in(state.handbook.font):
        return task.work(state, *task.given)


def _done_by_worker(task: Task) -> Any:  # noqa: ANN401 - of any task
    made = _done(task, _states[-1])
    cache = current()
    if isinstance(cache, AnswerFile):
        cache.save()
    return made
