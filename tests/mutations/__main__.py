"""``python -m tests.mutations PROTOCOL --count 200 --seed 1``."""

import argparse
from collections import Counter

from tests.mutations.changes import mutations
from tests.mutations.same import SAME
from tests.mutations.trial import AGREED, Trial


def main() -> None:
    """Try the mutations of one protocol, and print what was noticed."""
    asked = argparse.ArgumentParser(description="Count the slips that a check notices.")
    asked.add_argument("protocol")
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    trial = Trial(options.protocol)
    plain = trial.shipped.plain(trial.file)
    found: Counter[str] = Counter()
    made, same = 0, 0
    for each in mutations(plain, trial.roles, options.count, options.seed):
        made += 1
        rule, why = trial.noticed(each)
        if rule is not None:
            found[rule] += 1
            continue
        _print(f"{each.kind:22} {each.at} {each.put}".rstrip())
        _print(f"    nothing noticed: {why}")
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


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(1, whole):.1%})"


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
