"""Proofs and measures as plain data that a file can hold, and read back from there.

A case that breaks a sentence is written as the positions of its rows in a table of the
protocol: who reads it back walks it again, so what is no case is refused. What cannot
be told so is written down as to be proved again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.judgement import Judgement
from katch_protocols.proofs.kept.written import Plain, WrittenProofs
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.timing.written_measures import (
    read_measures,
    written_measures,
)
from katch_protocols.proofs.verdicts import Proof

__all__ = ["read_judgement", "read_proofs", "written_judgement", "written_proofs"]


def written_judgement(judgement: Judgement, chart: Chart) -> Plain:
    """Return a judgement as plain data."""
    return {
        "proofs": written_proofs(judgement.proofs, chart),
        "measures": written_measures(judgement.measures),
    }


def read_judgement(
    written: Mapping[str, Any], chart: Chart, handbook: Handbook
) -> Judgement:
    """Return the judgement that was written; raises as ``read_proofs`` does."""
    measures = read_measures(chart.protocol.id, written["measures"])
    return Judgement(read_proofs(written["proofs"], chart, handbook), measures)


def written_proofs(proofs: Mapping[Id, Proof], chart: Chart) -> list[Plain]:
    """Return the proofs of one protocol as plain data, in their order."""
    cache = WrittenProofs(chart)
    return [cache.written(proof) for proof in proofs.values()]


def read_proofs(
    written: Sequence[Mapping[str, Any]], chart: Chart, handbook: Handbook
) -> dict[Id, Proof]:
    """Return the proofs that were written of a protocol that has not changed since.

    Raises:
        ValueError: A story is no case of the protocol, or a word means nothing.
        KeyError, TypeError, IndexError: It is not what was written.
    """
    cache = WrittenProofs(chart)
    found = {}
    for each in written:
        name = each["safeguard"]
        again = each.get("again", False)
        found[name] = (
            prove(chart, handbook, only=name)[name] if again else cache.read(each)
        )
    return found
