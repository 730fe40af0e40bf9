"""What a protocol promises, and how far each promise is proved, in every language."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.starts import with_starts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.page.sheet_nouns import Promise
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.proofs.judgement import proofs_of
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.semantics.compile import own_table
from katch_protocols.sentences.mentions import names_in
from katch_protocols.telling.proof_report import ProofReport

__all__ = ["Promises"]

_ACTS = {NameKind.ACTIVITY, NameKind.EVENT, NameKind.STATE}


class Promises(Struct, frozen=True, dict=True):
    """The safeguards that bind one protocol, with soundness first."""

    chart: Chart
    handbook: Handbook
    languages: PageLanguages
    known: Mapping[Id, Proof]
    """What a check has proved already; empty where it proved nothing."""

    def all(self) -> Iterator[Promise]:
        """Yield every promise with its verdict, in the order of the files.

        What is promised to the child alike by several is said by the first.
        """
        bound = binding_safeguards(self.chart, self.handbook)
        said: list[Label] = []
        for name, proof in self._proofs.items():
            safeguard = bound.get(name)
            promise = safeguard.promise if safeguard else None
            if safeguard and promise in said:
                safeguard = safeguard.model_copy(
                    update={"promise": None, "never": None}
                )
            elif promise:
                said.append(promise)
            yield self._promise(proof, safeguard)

    def tally(self) -> Text:
        """Say how many promises stand where, in every language."""
        proofs = tuple(self._proofs.values())
        return tuple(report.summary(proofs) for report in self._reports)

    @cached_property
    def _proofs(self) -> Mapping[Id, Proof]:
        """Return the known proofs; a check stops earlier than a proof does."""
        return proofs_of(self.chart, self.handbook, self.known)

    def _promise(self, proof: Proof, safeguard: Safeguard | None) -> Promise:
        return Promise(
            proof.safeguard,
            tuple(report.sentence(proof) for report in self._reports),
            self.languages.maybe(safeguard.title) if safeguard else None,
            self.languages.maybe(safeguard.promise) if safeguard else None,
            self.languages.maybe(safeguard.never) if safeguard else None,
            proof.verdict.value,
            proof.waived,
            tuple(report.verdict(proof) for report in self._reports),
            proof.configurations,
            _turned(tuple(report.remarks(proof)) for report in self._reports),
            self._story(proof),
            self.languages.cited(safeguard.source) if safeguard else (),
            tuple(self._about(safeguard)) if safeguard else (),
        )

    @cached_property
    def _reports(self) -> tuple[ProofReport, ...]:
        has_stories = any(proof.counterexample for proof in self._proofs.values())
        table = (
            own_table(with_starts(self.chart, self.handbook)) if has_stories else None
        )
        return tuple(
            ProofReport(self.chart, self.handbook, each, table)
            for each in self.languages.languages
        )

    def _story(self, proof: Proof) -> tuple[Text, ...]:
        """Tell a broken promise; of what a live case refuses, only why it must."""
        if proof.verdict is Verdict.ENFORCED:
            return (tuple(report.why(proof) for report in self._reports),)
        return _turned(report.story(proof) for report in self._reports)

    def _about(self, safeguard: Safeguard) -> Iterator[str]:
        """Yield the full names of acts and states that a sentence speaks of."""
        said = {each.name for each in names_in(safeguard.rule) if each.kind in _ACTS}
        names: Mapping[Id, object] = {**self.chart.activities, **self.chart.by_name}
        for name in names:
            if name and {name, name.rpartition(".")[2]} & said:
                yield name


def _turned(told: Iterator[tuple[str, ...]]) -> tuple[Text, ...]:
    """Turn a text of lines for each language into lines in every language."""
    return tuple(zip(*told, strict=True))
