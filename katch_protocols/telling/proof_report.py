"""A proof in words: its verdict, its sentence, what stands behind it, its story."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.verdicts import Proof, Reason, Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table
from katch_protocols.telling.formatter import Voice
from katch_protocols.telling.messages import Gap, Saying, Sum, TitleGap
from katch_protocols.telling.standing import standing, tally
from katch_protocols.telling.stories import story_of
from katch_protocols.words.dates import until

__all__ = ["ProofReport"]


@dataclass(frozen=True)
class ProofReport:
    """Says the proofs of one protocol in one language."""

    chart: Chart
    handbook: Handbook
    language: str
    table: Table | None = field(default=None, repr=False)
    """The chart's own table, if somebody has it."""

    @cached_property
    def voice(self) -> Voice:
        """The language, with the protocol's titles."""
        return Voice(self.chart, self.handbook, self.language)

    @cached_property
    def _table(self) -> Table:
        return self.table or compile_chart(self.chart)

    @cached_property
    def _rules(self) -> Mapping[Id, Sentence]:
        bound = binding_safeguards(self.chart, self.handbook)
        return {name: safeguard.rule for name, safeguard in bound.items()}

    def verdict(self, proof: Proof) -> str:
        """Return the verdict in a few words, with the last day of its waiver."""
        return standing(proof).say(self.language)

    def sentence(self, proof: Proof) -> str:
        """Return the sentence that was proved."""
        rule = self._rules.get(proof.safeguard)
        if rule is None:
            return self.voice.phrase("soundness")
        return self.voice.sentence(rule)

    def story(self, proof: Proof) -> tuple[str, ...]:
        """Return the lines of the counterexample's story; none where there is none."""
        case = proof.counterexample
        if case is None:
            return ()
        rule = self._rules.get(proof.safeguard)
        return self.voice.story(story_of(case, self._table, rule))

    def why(self, proof: Proof) -> str:
        """Return the last line of a counterexample's story without its step."""
        case = proof.counterexample
        if case is None:
            return ""
        told = story_of(case, self._table, self._rules.get(proof.safeguard))
        said = " ".join(map(self.voice.say, told.why))
        return said[:1].upper() + said[1:]

    def remarks(self, proof: Proof) -> Iterator[str]:
        """Yield what else to know: the waiver, the sum of times, what is open."""
        if proof.waived:
            waiver = self.chart.protocol.waivers[proof.safeguard]
            yield self.voice.phrase(
                "waived",
                until=until(waiver.until, self.language),
                by=self.voice.gap(TitleGap(NameKind.ACTOR, waiver.by)),
                reason=waiver.reason.say(self.language),
            )
        if proof.counterexample is not None:
            if proof.verdict is Verdict.BROKEN and not proof.counterexample.shortest:
                yield self.voice.phrase("a-case")
            return
        if proof.reason is not None:
            yield self._reason(proof.reason)
        elif proof.verdict in {Verdict.VACUOUS, Verdict.NOT_EXHAUSTED}:
            yield self.voice.phrase(proof.verdict.value)
        if proof.near:
            yield self.voice.phrase("nearest", names=", ".join(proof.near))

    def summary(self, proofs: Sequence[Proof]) -> str:
        """Say how many promises stand where."""
        return self.voice.phrase("tally", tally=tally(proofs).say(self.language))

    def _reason(self, reason: Reason) -> str:
        code, spent = reason.code, reason.spent
        if code != "in-time" or spent is None:
            return self.voice.phrase(code, **reason.facts)
        if spent.total is None:
            return self.voice.say(Saying("in-limit", {"limit": spent.limit}))
        gaps: dict[str, Gap] = {"total": spent.total, "sum": Sum(spent.parts)}
        return self.voice.say(Saying(code, gaps))
