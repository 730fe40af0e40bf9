"""Judgements in writing, and the proofs that a check asks of them."""

from collections.abc import Callable, Iterator, Mapping

from katch_protocols.cli.building.bench import Bench, Written
from katch_protocols.model.noun import Id
from katch_protocols.proofs.serialization import read_proofs
from katch_protocols.proofs.verdicts import Proof

__all__ = ["Proved", "is_readable"]


class Proved(Mapping[Id, Mapping[Id, Proof]]):
    """The proofs of protocols by id, as a check makes them; it waits for the last.

    ``judged`` is filled while one waits. What could not be judged is not there.
    """

    def __init__(
        self,
        bench: Bench,
        judged: Mapping[Id, Written],
        wait: Callable[[], None],
    ) -> None:
        """Look into ``judged`` once ``wait`` has come back."""
        self.bench, self.judged, self.wait = bench, judged, wait

    def __getitem__(self, protocol: Id) -> Mapping[Id, Proof]:
        self.wait()
        written = self.judged[protocol]
        if not written:
            raise KeyError(protocol)
        place = self.bench.place(protocol)
        if "checked" in written:
            return read_proofs(written["checked"], place.chart, place.handbook)
        return place.judged(written).proofs

    def __iter__(self) -> Iterator[Id]:
        self.wait()
        return (name for name, written in self.judged.items() if written)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_readable(bench: Bench, protocol: Id, written: Written) -> bool:
    """Tell whether a judgement is one of the protocol as it is, or none at all."""
    if not written:
        return True
    place = bench.place(protocol)
    try:
        place.judged(written)
        if "checked" in written:
            read_proofs(written["checked"], place.chart, place.handbook)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False
    return True
