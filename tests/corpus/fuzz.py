"""Grow a corpus by coverage: ``python tests/corpus/fuzz.py read|sentence FOLDER``.

Needs ``pip install atheris`` (3.0 and newer, Python 3.11 to 3.13), which is in no group
of the project. What follows the folder is for libFuzzer, for instance
``-max_total_time=3600``. The folder is filled with seeds first; it keeps every input
that reached something new, and can be given again. The first input that ends in an
exception is written beside it and stops the run.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-not-found]  # in no group of the project

with atheris.instrument_imports(include=["katch_protocols"]):
    from katch_protocols.errors import SentenceError
    from katch_protocols.files.read import read_texts
    from katch_protocols.files.write import write
    from katch_protocols.sentences.text import (
        parse_condition,
        parse_duration,
        parse_safeguard,
        parse_target,
        print_condition,
        print_duration,
        print_safeguard,
        print_target,
    )
    from katch_protocols.words.languages import SPOKEN

from tests.corpus.seeds import handbooks, sentences
from tests.files.readers import agree, of_python, ours
from tests.rules.saltmarsh import FILES

_NAMES = (
    "handbook.yaml",
    "agencies.yaml",
    "roles.yaml",
    "sources.yaml",
    "safeguards.yaml",
    "regions/east.yaml",
    "fragments/lost.yaml",
    "referral.yaml",
)
_GRAMMARS = (
    (parse_condition, print_condition),
    (parse_safeguard, print_safeguard),
    (parse_duration, print_duration),
    (parse_target, print_target),
)
_LONGEST = 6_000


def read_one(data: bytes) -> None:
    """Read one file of a handbook; the first byte says which."""
    if not data:
        return
    _compare(data[1:].decode("utf-8", "replace"))
    name = _NAMES[data[0] % len(_NAMES)]
    reading = read_texts({**FILES, name: data[1:]})
    for finding in reading.findings:
        for language in SPOKEN:
            str(finding.said(language))
    if reading.handbook is not None and not reading.findings:
        again = read_texts(write(reading.handbook))
        if again.findings or again.handbook != reading.handbook:
            message = "what was written is not read as it was"
            raise AssertionError(message)


def _compare(text: str) -> None:
    """Find a text that another reader of YAML reads differently."""
    mine = ours(text)
    if mine is None:
        return
    for name, theirs in of_python(text).items():
        if not agree(mine, theirs):
            message = f"{name} reads it differently"
            raise AssertionError(message)


def parse_one(data: bytes) -> None:
    """Parse one sentence; the first byte says of which grammar."""
    if not data:
        return
    parse, say_again = _GRAMMARS[data[0] % len(_GRAMMARS)]
    try:
        found = parse(data[1:].decode("utf-8", "replace"))
    except SentenceError as error:
        str(error)
        return
    if parse(say_again(found)) != found:  # type: ignore[operator]  # a pair belongs together
        message = "what was printed is not parsed as it was"
        raise AssertionError(message)


def _plant(folder: Path, kind: str) -> None:
    """Write the seeds."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sentence":
        found = [
            bytes([at]) + text.encode()
            for at in range(len(_GRAMMARS))
            for text in sentences()
        ]
    else:
        found = [
            bytes([_which(name)]) + text.encode()
            for files in handbooks()
            for name, text in files.items()
            if len(text) < _LONGEST
        ]
    for number, data in enumerate(found):
        (folder / f"seed-{number}").write_bytes(data)


def _which(name: str) -> int:
    folder = name.split("/", maxsplit=1)[0]
    alike = [at for at, each in enumerate(_NAMES) if each.split("/")[0] == folder]
    return alike[0] if alike else len(_NAMES) - 1


def main() -> None:
    """Run until libFuzzer's options say that it is enough."""
    kind, folder, *options = sys.argv[1:]
    targets: dict[str, Callable[[bytes], None]] = {
        "read": read_one,
        "sentence": parse_one,
    }
    _plant(Path(folder), kind)
    longest = f"-max_len={_LONGEST}"
    atheris.Setup([sys.argv[0], longest, *options, folder], targets[kind])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
