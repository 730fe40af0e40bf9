"""Where the ``dot`` program comes from, and what it answers.

Three places are tried: the environment variable ``KATCH_DOT``, ``dot`` on the path, and
the script of the optional package graphviz-pure. Without any, there is no answer.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from katch_protocols.budget import current

__all__ = ["VARIABLE", "find_dot", "placed_by_dot"]

VARIABLE = "KATCH_DOT"
_WHEEL = "graphviz-pure"


def find_dot() -> str | None:
    """Return the ``dot`` program that is used, if there is any."""
    beside = Path(sys.executable).parent / _WHEEL
    found = (
        os.environ.get(VARIABLE),
        shutil.which("dot"),
        shutil.which(_WHEEL),
        str(beside) if beside.exists() else None,
    )
    return next((program for program in found if program), None)


def placed_by_dot(source: str) -> dict[str, Any] | None:
    """Return Graphviz's own JSON for a DOT text; ``None`` if it cannot be run.

    Raises:
        BudgetError: It would take longer than the command may.
    """
    program = find_dot()
    if program is None:
        return None
    meter, before = current(), _children()
    try:
        said = subprocess.run(  # noqa: S603 - the program that this machine has
            [program, "-Kdot", "-Tjson0"],
            input=source.encode(),
            capture_output=True,
            check=True,
            timeout=meter.left,
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise meter.error("time") from error
    except (subprocess.CalledProcessError, OSError):
        return None
    meter.spend(_children() - before)
    answer: dict[str, Any] = json.loads(said)
    return answer


def _children() -> float:
    """Return how many seconds of the processor programs that we ran have spent."""
    times = os.times()
    return times.children_user + times.children_system
