"""``python -m tests.brief.flaws OLD``: a review's flaws in an old handbook and today's.

Each promise that mends a flaw is asked of both: in a folder with the protocols as they
were, and in ``protocols/``. Where the old text has no word for it, the nearest sentence
that can be said there is asked instead.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.files.read import read
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.text import parse_safeguard
from tests.shipped import DAY, PROTOCOLS

__all__ = ["PAGE", "Flaw", "flaws", "lines_of", "rows_of"]

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "handbook" / "flaws.md"


@dataclass(frozen=True)
class Flaw:
    """One flaw: what it was, where it is mended, and which promises would show it."""

    flaw: str
    protocol: str
    mended: tuple[str, ...]
    promises: tuple[str, ...]
    near: str = ""

    def places(self) -> Iterator[str]:
        """Yield what must be in the handbook, as ``ROOM/NAME``."""
        yield from (self._whole(name) for name in (*self.mended, *self.promises))

    def asked(self) -> Iterator[tuple[str, str]]:
        """Yield each promise with its protocol."""
        for name in self.promises:
            protocol, _, safeguard = self._whole(name).partition("/")
            yield protocol, safeguard

    def _whole(self, name: str) -> str:
        return name if "/" in name else f"{self.protocol}/{name}"


def flaws() -> tuple[Flaw, ...]:
    """Return the flaws, the gravest first."""
    text = (HERE / "flaws.yaml").read_text(encoding="utf-8")
    made = ({**row, "mended": tuple(row["mended"])} for row in yaml.safe_load(text))
    return tuple(Flaw(**{**row, "promises": tuple(row["promises"])}) for row in made)


class _Home:
    """A handbook of which sentences are asked."""

    def __init__(self, folder: Path) -> None:
        found = read(folder)
        assert found.handbook is not None, found.findings
        self.book: Handbook = found.handbook
        self._studies: dict[str, ProofSession] = {}

    def study(self, protocol: str) -> ProofSession:
        """Return a protocol to be asked about, with everybody in it."""
        if protocol not in self._studies:
            drawn = chart(self.book.protocols[protocol], self.book)
            self._studies[protocol] = ProofSession(drawn, Holders(self.book, DAY))
        return self._studies[protocol]

    def rule(self, protocol: str, safeguard: str) -> SafeguardRule:
        """Return the sentence of a safeguard."""
        return binding_safeguards(self.study(protocol).chart, self.book)[safeguard].rule

    def verdict(self, protocol: str, rule: SafeguardRule) -> str:
        """Return what a proof says of a sentence, or a name that means nothing here."""
        known = {
            NameKind.ROLE: {*self.book.roles},
            NameKind.ACTOR: {*self.book.roles, *self.book.agencies},
        }
        for name in names_in(rule):
            if name.name not in known.get(name.kind, {name.name}):
                return f"not to be said: no `{name.name}`"
        try:
            found = prove_sentence(rule, self.study(protocol))
        except UndefinedError as error:
            return f"not to be said: no `{error.name}`"
        return found.verdict.value


def rows_of(old: Path) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the page's table: a flaw, its places, a promise, verdicts."""
    then, now = _Home(old), _Home(PROTOCOLS)
    for flaw in flaws():
        first = flaw.flaw, ", ".join(f"`{each}`" for each in flaw.mended)
        for protocol, safeguard in flaw.asked():
            rule = now.rule(protocol, safeguard)
            before, today = (home.verdict(protocol, rule) for home in (then, now))
            yield *first, f"`{protocol}/{safeguard}`", before, today
            first = "", ""
        if flaw.near:
            rule = parse_safeguard(flaw.near)
            yield "", "", f"`{flaw.near}`", then.verdict(flaw.protocol, rule), ""


def lines_of(flaw: Flaw) -> Iterator[str]:
    """Yield the file and the line of each place that mends a flaw."""
    for place in flaw.places():
        room, _, name = place.partition("/")
        said = re.compile(rf" *{name}:")
        lines = (PROTOCOLS / f"{room}.yaml").read_text(encoding="utf-8").splitlines()
        found = (number for number, line in enumerate(lines, 1) if said.match(line))
        yield f"{room}.yaml:{next(found, 0)} {name}"


def main() -> None:
    """Write the table into the page, and print where each place stands today."""
    table = ("| " + " | ".join(row) + " |\n" for row in rows_of(Path(sys.argv[1])))
    head, line, _ = PAGE.read_text(encoding="utf-8").partition("| --- " * 5 + "|\n")
    PAGE.write_text(head + line + "".join(table), encoding="utf-8")
    for flaw in flaws():
        print(flaw.flaw, *lines_of(flaw), sep="\n  ")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
