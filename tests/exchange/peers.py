"""A program of others in Node that answers questions, one line of JSON each."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import required

__all__ = ["Peer", "open_peer"]


@dataclass
class Peer:
    """A process of Node that is started once for many questions."""

    process: "subprocess.Popen[str]"

    def ask(self, **asked: Any) -> Mapping[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer


def open_peer(folder: Path, script: str) -> Iterator[Peer]:
    """Start the process, and end it at last."""
    command = [required("node"), script]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        yield Peer(process)
        assert process.stdin is not None
        process.stdin.close()
