"""``python -m tests.mutations PROTOCOL --count 200 --seed 1``."""

import argparse
from collections import Counter

from tests.mutations.changes import mutations
from tests.mutations.same import SAME, difference
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
        rule = trial.noticed(each)
        if isinstance(rule, str):
            found[rule] += 1
            continue
        why = difference(trial.home, rule, trial.protocol)
        _print(f"{each.kind:22} {each.at} {each.put}".rstrip())
        _print(f"    nothing noticed: {why}")
        same += why == SAME
        found["nothing"] += why != SAME
    slips, missed = found.total(), found["nothing"]
    share = 1 - missed / slips
    _print(f"{trial.protocol}: {slips - missed} of {slips} noticed ({share:.1%})")
    _print(f"  {same} of {made} changes say the same in other words")
    _print(f"  {found[AGREED]} noticed by {AGREED} first")
    for rule, number in found.most_common():
        _print(f"  {number:4} {rule}")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
