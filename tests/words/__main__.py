"""``python -m tests.words sync``: bring every catalogue in step with English."""

import sys

from tests.words.syncing import out_of_step, sync

__all__ = ["main"]


def main(words: list[str]) -> int:
    """Do it; 2 when nothing of that name is known."""
    if words != ["sync"]:
        print("Ask for 'sync'.", file=sys.stderr)
        return 2
    for path in sync():
        print(path.as_posix())
    return 1 if out_of_step() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
