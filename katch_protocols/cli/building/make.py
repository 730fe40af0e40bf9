"""Make a build: what is missing, in which order, and what becomes of it.

First what a check needs: the proofs. Then the check: nothing is drawn of a handbook
with an error. Then everything else, over all processes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.cli.building import artifacts
from katch_protocols.cli.building.inputs import Inputs, is_same_book
from katch_protocols.cli.building.placing import Texts
from katch_protocols.cli.building.record import Built, FoundBefore, Record
from katch_protocols.cli.building.tasks import Key, Show, Steps, Task
from katch_protocols.cli.building.workers import Proved, WorkerPool, is_readable
from katch_protocols.drawings.known_views import every_view
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.view import Reads, View
from katch_protocols.drawings.views.gaps.concerns import concerning
from katch_protocols.findings import Finding
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.binding import bound, moved, sheets_of
from katch_protocols.papers.page.book import make_book
from katch_protocols.papers.page.findings import places_of
from katch_protocols.papers.page.openers import path_picture
from katch_protocols.papers.page.releases import page_releases
from katch_protocols.papers.scorecards import make_scorecards
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.kept import check_kept

__all__ = ["PAGE", "Making"]

PAGE = "index.html"
"""The part that is made from everything."""

_FOUND, _PAPERS, _BOOKLET = "found", "papers", "booklet"
"""Of each protocol what shows findings, and its papers; of the handbook its booklet."""

_JUDGED, _SHEET, _PROOFS = 12, 6, 2
_PRINTED, _BOUND, _EXPORTS = 150, 30, 5
_DROPPED = 300_000
"""About how many microseconds it takes to ask what is lost without one activity."""
"""How long each takes for each character of a protocol, as a view says its ``cost``."""
_STEP = 0.3
"""And for each row of its table in each configuration, to prove and measure it."""


class Making(Struct, dict=True):
    """One build: ``keep``, ``check``, then ``draw``; what it has is in ``built``."""

    source: Inputs
    record: Record
    pool: WorkerPool
    show: Show
    built: Built = field(default_factory=Built)
    findings: tuple[Finding, ...] = ()
    sheets: dict[Id, Mapping[str, Any]] = field(default_factory=dict)
    _made: dict[str, dict[str, bytes]] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[Id, ...]:
        """The protocols, in the order of the handbook."""
        return tuple(self.source.handbook.protocols)

    @cached_property
    def inputs(self) -> Mapping[Id, str]:
        """From what the parts of each protocol are made, as digests."""
        return {name: self.source.of_protocol(name) for name in self.names}

    @cached_property
    def judged_from(self) -> Mapping[Id, str]:
        """From what each protocol is judged, as digests."""
        return {name: self.source.of_proofs(name) for name in self.names}

    @cached_property
    def context(self) -> Context:
        """What follows from the handbook, with the proofs of this build."""
        proved = Proved(self.pool.state, self.built.judged, self._gather)
        return Context(self.source.handbook, proved=proved)

    def keep(self) -> None:
        """Take over what an earlier build made of the same."""
        for name, inputs in self.inputs.items():
            self._keep(name, inputs)
            written = self.record.judged(name, self.judged_from[name])
            if written is not None:
                self.built.judged[name] = written
            if self.source.papers:
                self._keep(_papers(name), inputs)
        if self.source.papers:
            self._keep(_BOOKLET, self.source.of_booklet())

    def check(self) -> tuple[Finding, ...]:
        """Return what a check finds, and take over what an earlier build showed of it.

        What an earlier build found in the same handbook is found again, wherever it
        stands now: no clock is asked.
        """
        cache = FoundBefore(self.record, self.built, self.source.library)
        handbook = self.source.handbook
        self.findings = check_kept(cache, handbook, seek=self._seek)
        for name, own in self._concerning.items():
            self._offer(_found(name), self.source.of_found(self.inputs[name], own))
        self._offer(PAGE, self.source.of_page(self.findings))
        return self.findings

    def _seek(self) -> tuple[Finding, ...]:
        """Check; proofs are made meanwhile, where none is kept."""
        self._judge(self.context.provable)
        return check_context(self.context)

    def _offer(self, part: str, inputs: str) -> None:
        """Take over a part if it is there; else it will be made from these inputs."""
        self._keep(part, inputs)
        self.built.inputs[part] = inputs

    def draw(self) -> None:
        """Make what is missing; it was checked before."""
        if self._lacks(PAGE):
            self._keep_page()
        if self._lacks(PAGE):
            self._keep_sheets()
        needing = [name for name in self.names if self._needs_judgement(name)]
        if any(name not in self.built.judged for name in needing):
            self._judge([name for name in needing if name in self.context.provable])
            self._gather()
        self._judge(needing, checked=False)
        self.pool.add(*self._tasks())
        self._make()
        if self.source.papers and self._lacks(_BOOKLET):
            self.pool.add(*self._booklets())
            self._make()
            self._gain(_BOOKLET, self.source.of_booklet(), self._scorecards())
        self.built.texts.update(self._made)
        if self._lacks(PAGE):
            self._bind()
        self.built.whole = self.source.of_all()

    def _make(self) -> None:
        for key, made in self._steps("drawing"):
            self._put(key, made)

    def _lacks(self, part: str) -> bool:
        return part not in self.built.texts

    def _keep(self, part: str, inputs: str | None) -> None:
        texts = {} if inputs is None else self.record.texts(part, inputs)
        if inputs is not None and texts:
            self.built.texts[part] = texts
            self.built.note(part, self.record.small(part))
            self.built.inputs[part] = inputs

    def _keep_page(self) -> None:
        """Take over an earlier page where nothing but places of findings is another."""
        made_from, own = self.record.inputs(PAGE) or "", self.built.inputs[PAGE]
        if self._page and is_same_book(made_from, own):
            page = moved(self._page, places_of(self.findings))
            self.built.texts[PAGE] = {PAGE: page.encode()}

    @cached_property
    def _page(self) -> str:
        """The earlier page; empty where there is none."""
        texts = self.record.texts(PAGE, self.record.inputs(PAGE) or "")
        return texts.get(PAGE, b"").decode("utf-8", "replace")

    def _keep_sheets(self) -> None:
        """Take over the sheets of an earlier page that are still true."""
        made_from = self.record.sheets_from()
        for name, sheet in sheets_of(self._page).items():
            is_asked = bool(sheet["losses"]) == self.source.losses
            if is_asked and made_from.get(name) == self.inputs.get(name):
                self.sheets[name] = sheet

    def _needs_judgement(self, name: Id) -> bool:
        printed = self._lacks(_BOOKLET) or self._lacks(_papers(name))
        told = self._lacks(name) or (self.source.papers and printed)
        return told or (self._lacks(PAGE) and name not in self.sheets)

    def _judge(self, names: Sequence[Id], *, checked: bool = True) -> None:
        """Have protocols judged that are not; ``_gather`` waits for it."""
        judged, state = self.built.judged, self.pool.state
        for name in names:
            if name in judged and not is_readable(state, name, judged[name]):
                del judged[name]
        tasks = [
            replace(task, size=task.size + self._steps_of(name))
            for name in names
            if name not in judged
            for task in (
                self._task("judged", name, artifacts.judged, _JUDGED, checked),
            )
        ]
        self.pool.add(*tasks)

    def _steps_of(self, name: Id) -> int:
        """Return how much longer a protocol is judged for all that its cases can do."""
        reached = self.context.reached.get(name)
        if reached is None or reached.table is None or reached.exploration is None:
            return 0
        return int(_STEP * len(reached.exploration) * len(reached.table.rows))

    def _gather(self) -> None:
        """Wait for all judgements that were begun."""
        for (_, name), written in self._steps("proving"):
            self.built.judged[name] = written

    def _steps(self, title: str) -> Steps:
        """Do what is to be done, and show how far it is."""
        count = len(self.pool)
        return self.show(title, self.pool.finished(), count) if count else iter(())

    @cached_property
    def _concerning(self) -> Mapping[Id, tuple[Finding, ...]]:
        """What was found of each protocol, once all is found."""
        book, shared = self.source.handbook, self.pool.state.shared
        charts = ((name, shared(name).chart) for name in self.names)
        return {name: concerning(self.findings, each, book) for name, each in charts}

    def _tasks(self) -> Iterator[Task]:
        """Yield what to make of each protocol, where what it needs is there."""
        for name in self.names:
            yield from self._drawings(name)
            if self._lacks(name):
                work = artifacts.exported
                yield self._task("exported", name, work, _EXPORTS)
            if name in self.built.judged:
                yield from self._telling(name)

    def _drawings(self, name: Id) -> Iterator[Task]:
        """Yield the views of a protocol that need no judgement."""
        for view in every_view():
            if Reads.FINDINGS in view.reads:
                if self._lacks(_found(name)):
                    yield self._drawing(_FOUND, name, view, self._concerning[name])
            elif self._lacks(name) and Reads.MEASURES not in view.reads:
                yield self._drawing("drawn", name, view)

    def _booklets(self) -> Iterator[Task]:
        """Yield the booklets; every judgement is there."""
        judged = {name: self.built.judged[name] for name in self.names}
        for language in self.source.handbook.languages:
            key, given = (_BOOKLET, language), (language, judged, self.source.address)
            yield Task(_BOUND, key, artifacts.bookleted, given)

    def _scorecards(self) -> Texts:
        source, theme = self.source, self.pool.state.theme
        return dict(make_scorecards(source.releases, source.handbook, theme=theme))

    def _telling(self, name: Id) -> Iterator[Task]:
        """Yield what tells of a judgement."""
        written = self.built.judged[name]
        if self.source.papers and self._lacks(_papers(name)):
            yield self._task(_PAPERS, name, artifacts.papers, _PRINTED, written)
        if self._lacks(name):
            yield self._task("proofs", name, artifacts.proofs, _PROOFS, written)
            for view in every_view():
                if Reads.MEASURES in view.reads:
                    yield self._drawing("drawn", name, view, (), written)
        if self._lacks(PAGE) and name not in self.sheets:
            losses = self.source.losses
            task = self._task("sheet", name, artifacts.sheet, _SHEET, written, losses)
            asked = len(self.pool.state.shared(name).chart.activities) * losses
            yield replace(task, size=task.size + _DROPPED * asked)

    def _drawing(
        self, key: str, name: Id, view: View[Material], *given: object
    ) -> Task:
        return self._task(key, name, artifacts.drawn, view.cost, view.name, *given)

    def _task(
        self, key: str, name: Id, work: Callable[..., Any], weight: int, *given: object
    ) -> Task:
        size = weight * self.source.length(name)
        return Task(size, (key, name), work, (name, *given))

    def _put(self, key: Key, made: Any) -> None:  # noqa: ANN401 - of any task
        match key:
            case ("judged", name):
                self.built.judged[name] = made
                self.pool.add(*self._telling(name))
            case ("sheet", name):
                self.sheets[name] = made
            case ("found" | "drawn" as kind, name):
                part = _found(name) if kind == _FOUND else name
                inputs = {**self.inputs, **self.built.inputs}[part]
                self._gain(part, inputs, made.texts)
                self.built.note(part, made.small)
            case ("booklet", _):
                self._gain(_BOOKLET, self.source.of_booklet(), made)
            case ("papers", name):
                self._gain(_papers(name), self.inputs[name], made)
            case (_, name):
                self._gain(name, self.inputs[name], made)

    def _gain(self, part: str, inputs: str, made: Texts) -> None:
        self._made.setdefault(part, {}).update(made)
        self.built.inputs[part] = inputs

    def _bind(self) -> None:
        """Make the page of all sheets."""
        home, theme = self.source.handbook, self.pool.state.theme
        book = make_book(
            home,
            self.findings,
            [self.sheets[name] for name in self.names],
            theme,
            exports=artifacts.offered(home),
            path=path_picture(home, theme, self._file),
        )
        releases = page_releases(self.source.releases, home, theme)
        places = places_of(self.findings)
        page = bound(replace(book, releases=releases), theme, home.font, places)
        self.built.texts[PAGE] = {PAGE: page.encode()}

    def _file(self, name: Id, file: str) -> bytes | None:
        """Return a drawing of a protocol that this build has."""
        return self.built.texts.get(name, {}).get(f"{name}/{file}")


def _found(name: Id) -> str:
    return f"{name}/{_FOUND}"


def _papers(name: Id) -> str:
    return f"{name}/{_PAPERS}"
