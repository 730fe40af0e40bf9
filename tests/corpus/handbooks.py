"""Mutated handbooks: read, said in every language, checked, written and read again."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from random import Random

from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from katch_protocols.words.languages import SPOKEN
from tests.cases.harbour import FILES as HARBOUR
from tests.corpus.judging import Wrong
from tests.corpus.mutating import mutated
from tests.corpus.seeds import handbooks, shipped

__all__ = ["NUMBER", "inputs"]

NUMBER = 20_500
"""How many make the whole corpus."""

_SHIPPED_EVERY = 20
_SHARED = ("agencies", "handbook", "roles", "safeguards", "sources")


def inputs(seed: int, number: int) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Yield mutated handbooks; each has its own seed, which is its name."""
    words = _words()
    for at in range(seed, seed + number):
        chance = Random(f"handbook {at}")  # noqa: S311 - no secret
        is_small = at % _SHIPPED_EVERY != 0
        files = chance.choice(_small()) if is_small else _one_of_shipped(chance)
        name = chance.choice(sorted(files))
        changed = {**files, name: mutated(chance, files[name], words)}
        yield f"{at} ({name})", partial(_try, changed, is_checked=is_small)


def _small() -> tuple[Mapping[str, str], ...]:
    return (HARBOUR, HARBOUR, HARBOUR, *handbooks()[1:])


def _one_of_shipped(chance: Random) -> Mapping[str, str]:
    """Return what protocols share, and one of them."""
    files = shipped()
    own = [name for name in files if name.removesuffix(".yaml") not in _SHARED]
    kept = {f"{name}.yaml" for name in _SHARED} | {chance.choice(own)}
    return {name: files[name] for name in files if name in kept}


def _words() -> list[str]:
    text = " ".join((*HARBOUR.values(), *handbooks()[1].values(), *shipped().values()))
    return sorted(set(islice(re.findall(r"\w+", text), 4_000)))


def _try(files: Mapping[str, str], *, is_checked: bool) -> bool:
    reading = read_texts(files)
    found: tuple[Finding, ...] = reading.findings
    if reading.handbook is None:
        return False
    if not found:
        _again(files, reading.handbook)
    if is_checked:
        more = check(reading.handbook, incomplete=reading.incomplete)
        found = (*found, *more)
    for finding in found:
        if finding.place is None and finding.rule in {"unknown-key", "not-text"}:
            message = f"{finding.rule} has no place"
            raise Wrong(message)
        for language in SPOKEN:
            str(finding.said(language))
    return not reading.findings


def _again(files: Mapping[str, str], handbook: object) -> None:
    again = read_texts(write(read_texts(files).sound()))
    if again.findings or again.handbook != handbook:
        message = "what is written is not read as it was"
        raise Wrong(message)
