"""A handbook as an editor has it, and what is found there.

What needs no proof is told at once, the rest when it is proved; an edit ends every look
that has not ended. Nothing here waits: whoever looks does it in a thread of its own.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import cached_property
from math import inf
from pathlib import Path
from threading import Lock

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.budget import Budget, Meter, spending
from katch_protocols.charts.chart import Chart
from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.moved import moved
from katch_protocols.editors.pages import WrittenPages
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading, read_open, read_texts
from katch_protocols.findings import Finding, Severity
from katch_protocols.garbage import give_back
from katch_protocols.in_use import let_go
from katch_protocols.model.noun import Id
from katch_protocols.proofs.kept.answer_cache import AnswerCache, keeping
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context

__all__ = ["EditedHandbook", "EditorSession", "EditorView", "Outdated"]


class Outdated(Exception):  # noqa: N818 - no error: somebody went on writing
    """What was looked at is not what is written now."""


class EditorView(Struct, frozen=True):
    """One look at a handbook.

    Attributes:
        number: Of which edit it is; it grows.
        reading: What was read.
        findings: What is known by now; findings of the look before have moved along.
        later: Of these what is only found by looking at cases.
        is_whole: Whether that is all: every rule has looked, and all is proved.
    """

    number: int
    reading: Reading
    findings: tuple[Finding, ...]
    later: tuple[Finding, ...] = ()
    is_whole: bool = False


class EditedHandbook(Struct, dict=True):
    """What is worked out of one edit, when it is first asked for.

    ``versions`` are those that the client gave the open files, by name.
    """

    number: int
    reading: Reading
    as_of: date
    pages: WrittenPages
    versions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def context(self) -> Context | None:
        """All that follows from it without looking at a case."""
        handbook, incomplete = self.reading.handbook, self.reading.incomplete
        if handbook is None:
            return None
        return Context(handbook, incomplete, self.as_of, deep=False)

    @cached_property
    def charts(self) -> Mapping[Id, Chart]:
        """The charts of its protocols, as far as there are some."""
        return {} if self.context is None else self.context.charts

    @cached_property
    def meanings(self) -> NameMeanings:
        """What its names mean."""
        return NameMeanings(self.pages, self.charts)

    @cached_property
    def at_once(self) -> tuple[Finding, ...]:
        """What is found without a proof."""
        context = self.context
        found = () if context is None else check_context(context, but=_LATER)
        return (*self.reading.findings, *found)


class EditorSession(Struct):
    """A folder with what is open over it; any thread may write, one looks.

    ``cache`` keeps the answers of proofs, ``today`` says on which day waivers count,
    ``told`` is what was found last.
    """

    folder: Path
    today: Callable[[], date]
    cache: AnswerCache | None = None
    budget: Budget = field(default_factory=Budget)
    number: int = 0
    unsaved: dict[str, bytes] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _reads: Lock = field(default_factory=Lock)
    _trees: KeptTrees = field(default_factory=KeptTrees)
    _pages: WrittenPages = field(default_factory=WrittenPages)
    _last: EditedHandbook | None = None
    told: EditorView | None = None

    def write(self, name: str, data: bytes, version: int | None = None) -> None:
        """Take the bytes of a file that is open, by its name below the folder.

        ``version`` is what the client calls them; it goes with every edit of them.
        """
        with self._lock:
            self.unsaved[name] = data
            if version is not None:
                self.versions[name] = version
            self.number += 1

    def close(self, name: str) -> None:
        """Let what the folder has under a name count again."""
        with self._lock:
            self.unsaved.pop(name, None)
            self.versions.pop(name, None)
            self.number += 1

    def refresh(self) -> None:
        """Look again: something in the folder may have changed."""
        with self._lock:
            self.number += 1

    def now(self) -> EditedHandbook:
        """Return what is written now, read."""
        with self._reads:
            with self._lock:
                number, unsaved = self.number, dict(self.unsaved)
                versions = dict(self.versions)
            last, day = self._last, self.today()
            if last is not None and (last.number, last.as_of) == (number, day):
                return last
            let_go()
            reading = read_open(self.folder, unsaved, self._trees)
            self._pages.update(reading.texts)
            pages = self._pages.copy()
            self._last = EditedHandbook(number, reading, day, pages, versions)
            return self._last

    def looks(self) -> Iterator[EditorView]:
        """Yield what is found: once read, once every rule has looked, once proved.

        Raises:
            Outdated: Somebody wrote; what was yielded before is old as well.
        """
        look = self.now()
        reading = look.reading
        if reading.handbook is None:
            yield self._tell(look, reading.findings, whole=True)
            return
        before, later = self._moved(look)
        yield self._tell(look, (*reading.findings, *before), later)
        with self._spending(look):
            at_once = look.at_once
        yield self._tell(look, (*at_once, *later), later)
        with self._spending(look), keeping(self.cache):
            deep = Context(reading.handbook, reading.incomplete, look.as_of)
            found = (*reading.findings, *check_context(deep))
        known = set(map(_key, at_once))
        later = tuple(each for each in found if _key(each) not in known)
        yield self._tell(look, found, later, whole=True)
        give_back()

    def breaks(self, texts: Mapping[str, str | bytes]) -> tuple[str, ...]:
        """Return the rules of which there would be more errors in other texts.

        ``texts`` has every file of the handbook as it would be.
        """
        look = self.now()
        there = EditedHandbook(0, read_texts(texts), look.as_of, WrittenPages())
        with spending(Meter(self.budget, time.thread_time)):
            before, found = (
                Counter(each.rule for each in errors if each.severity is Severity.ERROR)
                for errors in (look.at_once, there.at_once)
            )
        return tuple(sorted(rule for rule in found if found[rule] > before[rule]))

    def _moved(
        self, look: EditedHandbook
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Return what rules found in the look before, where it stands now.

        And of these again what is only found by looking at cases.
        """
        last = self.told
        if last is None:
            return (), ()
        texts = last.reading.texts, look.reading.texts
        read = set(map(id, last.reading.findings))
        of_rules = (each for each in last.findings if id(each) not in read)
        return moved(of_rules, *texts), moved(last.later, *texts)

    def _tell(
        self,
        look: EditedHandbook,
        findings: tuple[Finding, ...],
        later: tuple[Finding, ...] = (),
        *,
        whole: bool = False,
    ) -> EditorView:
        self._require(look.number)
        view = EditorView(look.number, look.reading, findings, later, whole)
        self.told = view
        return view

    def _require(self, number: int) -> None:
        if self.number != number:
            raise Outdated

    def _spending(self, look: EditedHandbook) -> AbstractContextManager[Meter]:
        """Let a look spend a budget of its own, and end it when somebody writes."""

        def clock() -> float:
            self._require(look.number)
            return time.thread_time()

        budget = self.budget
        if budget.seconds is None:
            # What has no end in time is ended by the next edit all the same.
            budget = replace(budget, seconds=inf)
        meter = Meter(budget, clock)
        if look.reading.handbook is not None:
            meter.find = look.reading.handbook.place
        return spending(meter)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.path, tuple(sorted(finding.facts.items()))


_LATER = frozenset({"changed-since-agreed", "not-fully-explored"})
"""Rules that are asked at the end: of agreements, which no key that is pressed changes
and which take half the time; and of cases that nobody has looked at yet."""
