"""What a protocol loses if nobody does one of its duties, for the page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.changes.what_if import WhatIfs
from katch_protocols.changes.what_if_nouns import LostPromise, WhatIf
from katch_protocols.changes.what_if_report import LossPart, WhatIfReport
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.starts import START, with_starts
from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.page.sheet_nouns import PageLoss
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.judgement import proofs_of
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.compile import own_table
from katch_protocols.semantics.table import Table
from katch_protocols.telling.proof_report import ProofReport
from katch_protocols.words.say import say

__all__ = ["Losses"]

_PROMISED = {"promises", "empty"}
"""The parts of a report that name promises: the page tells these by themselves."""


class Losses(Struct, frozen=True, dict=True):
    """Asks of every duty of one protocol what is lost if nobody does it.

    ``known`` are the proofs with all duties, empty where somebody has none yet.
    """

    chart: Chart
    handbook: Handbook
    languages: PageLanguages
    known: Mapping[Id, Proof]

    def all(self) -> Iterator[PageLoss]:
        """Yield the answer for each duty, in the order of the protocol.

        Raises:
            BudgetError: The budget of the command is spent.
        """
        proofs = proofs_of(self.chart, self.handbook, self.known)
        for found in WhatIfs(self.chart, self.handbook, known=proofs).every():
            yield self._loss(found)

    def _loss(self, found: WhatIf) -> PageLoss:
        promised = self._promised(found.promises)
        number = len(promised)
        told = [each.story(found) for each in self._reports]
        return PageLoss(
            act=found.duty,
            number=number,
            said=self._each("what-if-fall", number=number, every=self._every),
            promises=tuple(promised.items()),
            parts=tuple(self._parts(found)),
            story=tuple(zip(*told, strict=True)),
            stays=found.case is not None and found.case.safeguard is None,
            loses=found.loses,
            rows=tuple(self._rows(found)),
        )

    def _rows(self, found: WhatIf) -> Sequence[int]:
        """Return the steps of the case as positions in the table of the walk.

        A walk starts as a case that nobody opened: where the steps ask for what was
        brought along, there are none.
        """
        table, rows = self._walked, list[int]()
        word = table.initial
        try:
            for step in () if found.case is None else found.case.case.steps:
                if step.activity != START:
                    row = find_row(table, word, step.activity, step.records)
                    word = row.after(word)
                    rows.append(self._places[id(row)])
        except (ActivityRefusedError, UnknownNameError):
            return ()
        return rows

    @cached_property
    def _walked(self) -> Table:
        return own_table(self.chart)

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {id(row): at for at, row in enumerate(self._walked.meetable())}

    def _each(self, key: str, **gaps: object) -> Text:
        return self.languages.each(lambda code: say(f"changes.{key}", code, **gaps))

    def _promised(self, lost: Sequence[LostPromise]) -> Mapping[Text, Text]:
        """Return what is promised and how it is lost; what several promise, once.

        What is broken comes before what protects nobody.
        """
        found: dict[Text, Text] = {}
        for each in sorted(lost, key=lambda one: one.without is not Verdict.BROKEN):
            how = tuple(report.because(each) for report in self._reports)
            found.setdefault(self._promise(each.safeguard), how)
        return found

    def _promise(self, name: Id) -> Text:
        safeguard = self._bound.get(name)
        said = safeguard and (safeguard.promise or safeguard.title)
        if said:
            return self.languages.label(said)
        return tuple(each.proofs.promise(name) for each in self._reports)

    def _parts(self, found: WhatIf) -> Iterator[tuple[Text, tuple[Text, ...]]]:
        told = (tuple(self._told(each, found)) for each in self._reports)
        for parts in zip(*told, strict=True):
            lines = zip(*(part.lines for part in parts), strict=True)
            yield tuple(part.head for part in parts), tuple(dict.fromkeys(lines))

    def _told(self, report: WhatIfReport, found: WhatIf) -> Iterator[LossPart]:
        left_out = {*_PROMISED, "case"}
        return (each for each in report.every_part(found) if each.kind not in left_out)

    @cached_property
    def _every(self) -> int:
        """How many different promises there are."""
        return len({self._promise(name) for name in self._bound if name != SOUNDNESS})

    @cached_property
    def _bound(self) -> Mapping[Id, Safeguard]:
        return binding_safeguards(self.chart, self.handbook)

    @cached_property
    def _reports(self) -> tuple[WhatIfReport, ...]:
        table = own_table(with_starts(self.chart, self.handbook))
        return tuple(
            WhatIfReport(ProofReport(self.chart, self.handbook, each, table))
            for each in self.languages.languages
        )
