"""Proved bounds beside runs in which everybody acts before a deadline is over.

A bound says how long something can take if every deadline is kept. So here everybody
acts at an instant by which nothing is late, and no case may take longer; a case counts
until a deadline of it is broken, for instance where nobody may do what is asked.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from katch_protocols.charts.build import chart
from katch_protocols.evidence.simulations.engine.store import (
    RECORD_WIDTH,
    Kind,
    ToldRun,
)
from katch_protocols.evidence.simulations.planning import IfKept, Planned, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.scenarios import Scenario
from katch_protocols.model.simulations import TODAY, HeldBound, MeasuredTime
from katch_protocols.proofs.timing.measures import measure

__all__ = ["bounds_if_kept"]

_MINUTE = 60


class _Longest(Struct):
    """The longest time of each thing, in seconds, and of how many cases."""

    times: dict[tuple[str, int], int] = field(default_factory=dict)
    cases: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, store: ToldRun) -> None:
        """Add what one run tells, of each case until a deadline of it is broken."""
        rows = [
            store.record[at : at + RECORD_WIDTH]
            for at in range(0, len(store.record), RECORD_WIDTH)
        ]
        broken: dict[int, int] = {}
        for kind, number, _, _, over, kept, _, _ in rows:
            # It is told when it ends, which may be long after it was over.
            if kind in {Kind.CLOCK, Kind.DUTY} and not kept:
                broken[number] = min(over, broken.get(number, over))
        for kind, number, _, what, value, _, when, _ in rows:
            name = _NAMES.get(kind)
            if name is not None and broken.get(number, when) >= when:
                key = name, what
                self.times[key] = max(self.times.get(key, 0), value)
                self.cases[key] = self.cases.get(key, 0) + 1


_NAMES = {
    Kind.MEASURED: "measured",
    Kind.SENTENCE: "sentence",
    Kind.UNANSWERED: "sentence",
}


def bounds_if_kept(
    scenario: Scenario, handbook: Handbook, *, last: bool = False
) -> tuple[HeldBound, ...]:
    """Return each proved bound, with the longest time where every deadline is kept.

    Nothing happens in these runs that nobody chooses. ``last``: everybody acts at the
    last instant.

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        BoundError: A run would be too large.
    """
    calm = scenario.model_copy(update={"happens": {}})
    how = IfKept.LAST if last else IfKept.RANDOM
    made = planned(calm, handbook, if_kept=how)
    runs, longest = Runs(TODAY, calm, made), _Longest()
    runs.expect(calm.run.runs)
    for number in range(scenario.run.runs):
        longest.add(runs.once(number))
    return tuple(_bounds(made, handbook, longest))


def _bounds(
    made: Planned, handbook: Handbook, longest: _Longest
) -> Iterator[HeldBound]:
    names = made.names
    sentences: Mapping[tuple[Id, Id], int] = {
        (protocol, name): number
        for number, (protocol, name, _) in enumerate(names.sentences)
    }
    measures = {each: number for number, each in enumerate(names.measures)}
    for protocol in names.protocols:
        found = measure(chart(handbook.protocols[protocol], handbook), handbook)
        for span in found.times:
            minutes = span.worst.minutes
            if minutes is None or (span.milestone is not None and span.unless):
                # A case counts for what is measured whatever has happened before. So a
                # bound under an exception is that of the sentence that makes it.
                continue
            if span.safeguard is not None:
                at = sentences.get((protocol, span.safeguard))
                key, name = ("sentence", at), span.safeguard
            else:
                name = span.milestone or span.end
                at = measures.get(MeasuredTime(protocol, name))
                key = "measured", at
            if at is None:
                continue
            took = longest.times.get((key[0], at))
            proved = minutes * _MINUTE
            yield HeldBound(
                protocol,
                name,
                proved / 3600,
                None if took is None else took / 3600,
                longest.cases.get((key[0], at), 0),
                took is None or took <= proved,
            )
