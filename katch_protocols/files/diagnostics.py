"""Everything that goes wrong while a handbook is read, and what was lost by it."""

from collections.abc import Mapping
from types import MappingProxyType

from katch_protocols.files import bounds
from katch_protocols.findings import Finding, Path, Place, Severity

__all__ = ["NO_FACTS", "Diagnostics"]

NO_FACTS: Mapping[str, str] = MappingProxyType({})


class Diagnostics:
    """Collects findings, up to a bound, and the names of what is incomplete.

    ``room`` is how many nodes the files that are still to come may have together.
    """

    def __init__(self) -> None:
        self.room = bounds.HANDBOOK_NODES
        self._sentence_room = bounds.SENTENCE_CHARACTERS
        self._sentences: set[str] = set()
        self._told = False
        self.findings: list[Finding] = []
        self.incomplete: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether the bound is reached: looking further would help nobody."""
        return len(self.findings) > bounds.FINDINGS

    def admits(self, sentence: str) -> bool:
        """Tell whether a sentence may still be parsed; each different one counts."""
        if sentence not in self._sentences:
            self._sentences.add(sentence)
            self._sentence_room -= len(sentence)
        return self._sentence_room >= 0 and not self.full

    def tell_of_sentences(self) -> bool:
        """Tell, once, whether there is no room for sentences."""
        first = self._sentence_room < 0 and not self._told
        self._told = self._told or first
        return first

    def write(
        self,
        rule: str,
        place: Place,
        path: Path = (),
        facts: Mapping[str, str] = NO_FACTS,
        near: tuple[str, ...] = (),
    ) -> None:
        """Write a finding down; the last one of a full ledger says so."""
        if self.full:
            return
        if len(self.findings) == bounds.FINDINGS:
            rule, path, near = "too-many-findings", (), ()
            facts = {"bound": str(bounds.FINDINGS)}
        self.findings.append(Finding(rule, Severity.ERROR, path, facts, near, place))
        self.damage(path)

    def damage(self, path: Path) -> None:
        """Note which part of the handbook is damaged: ``protocols.referral``."""
        match path:
            case ("handbook", str(key), *_):
                self.incomplete.add(f"handbook.{key}")
            case (str(top), str(name), *_):
                self.incomplete.add(f"{top}.{name}")
            case _:
                pass

    def lose(self, registry: Path) -> None:
        """Note that an entry of a registry is lost, so its names are not all known.

        ``("agencies",)`` is noted as ``agencies``, ``("handbook", "functions")`` as
        ``functions``, states at any depth of a protocol as ``protocols.ID.states``.
        """
        match registry:
            case ("handbook", str(key), *_):
                self.incomplete.add(key)
            case (str(top), name, *_, last):
                kind = "states" if last == "parallel" else last
                self.incomplete.add(f"{top}.{name}.{kind}")
            case (str(top), *_):
                self.incomplete.add(top)
            case _:
                pass
