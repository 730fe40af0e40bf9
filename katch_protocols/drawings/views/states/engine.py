"""Where the ``dot`` program comes from, and what it answers.

Three places are tried: the environment variable ``KATCH_DOT``, ``dot`` on the path, and
the script of the optional package graphviz-pure. Without any, there is no answer.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import graphviz
from graphviz.backend import dot_command

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
    """Return Graphviz's own JSON for a DOT text; ``None`` if it cannot be run."""
    program = find_dot()
    if program is None:
        return None
    before = dot_command.DOT_BINARY
    dot_command.DOT_BINARY = Path(program)
    try:
        said = graphviz.pipe("dot", "json0", source.encode(), quiet=True)
    except (graphviz.CalledProcessError, graphviz.ExecutableNotFound, OSError):
        return None
    finally:
        dot_command.DOT_BINARY = before
    answer: dict[str, Any] = json.loads(said)
    return answer
