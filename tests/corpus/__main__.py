"""Try the whole corpus, or a part: ``python -m tests.corpus [KIND] [NUMBER] [SEED]``.

Prints how many inputs passed, were refused or went wrong; ends with 1 if any did.
The same seed makes the same inputs again; an input's name is its own seed.
"""

import sys
import time

from tests.corpus import handbooks, sentences, snapshots
from tests.corpus.judging import judge

KINDS = {"handbooks": handbooks, "sentences": sentences, "snapshots": snapshots}


def main(arguments: list[str]) -> int:
    """Run what was asked for."""
    names = [each for each in arguments if not each.isdigit()] or list(KINDS)
    numbers = [int(each) for each in arguments if each.isdigit()]
    bad = 0
    for name in names:
        kind = KINDS[name]
        number = numbers[0] if numbers else kind.NUMBER
        begun = time.process_time()
        report = judge(kind.inputs(numbers[1] if numbers[1:] else 0, number))
        spent = time.process_time() - begun
        sys.stdout.write(f"{name}: {report}\n{name}: {spent:.0f} CPU s\n")
        sys.stdout.flush()
        bad += len(report.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
