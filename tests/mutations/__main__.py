"""``python -m tests.mutations PROTOCOL --count 200 --seed 1``.

With ``--again FILE`` only those are tried that an earlier run, whose lines stand in
the file, did not notice: a new promise can notice more, and nothing notices less.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.mutations.changes import Mutation, mutations
from tests.mutations.same import SAME
from tests.mutations.trial import AGREED, Trial


def main() -> None:
    """Try the mutations of one protocol, and print what was noticed."""
    options = _asked()
    trial = Trial(options.protocol)
    plain = trial.shipped.plain(trial.file)
    tried = mutations(plain, trial.roles, options.count, options.seed)
    if options.again is not None:
        tried = _missed(tried, options.again.read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    made, same = 0, 0
    for each in tried:
        made += 1
        rule, why = trial.noticed(each)
        if rule is not None:
            found[rule] += 1
            continue
        _print(_line(each))
        _print(_WHY + why)
        same += why == SAME
        found["nothing"] += why != SAME
    slips = found.total()
    noticed = slips - found["nothing"]
    _print(f"{trial.protocol}: {_share(noticed, slips)} noticed")
    _print(f"  {same} of {made} changes say the same in other words")
    moving = slips - found[AGREED]
    rest = _share(noticed - found[AGREED], moving)
    _print(f"  {rest} of what {AGREED} does not see")
    for rule, number in found.most_common():
        _print(f"  {number:4} {rule}")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description="Count the slips that a check notices.")
    asked.add_argument("protocol")
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--again", type=Path, metavar="FILE")
    return asked.parse_args()


def _missed(tried: Iterator[Mutation], said: str) -> Iterator[Mutation]:
    lines = pairwise(said.splitlines())
    missed = {line for line, why in lines if why.startswith(_WHY) and SAME not in why}
    return (each for each in tried if _line(each) in missed)


_WHY = "    nothing noticed: "


def _line(each: Mutation) -> str:
    return f"{each.kind:22} {each.at} {each.put}".rstrip()


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(1, whole):.1%})"


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
