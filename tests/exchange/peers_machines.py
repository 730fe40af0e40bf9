"""Machines of others in Node, walked beside the table: XState and SCION (SCXML)."""

import json
import os
import random
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from katch_protocols.exchange.notations.scxml import event_of
from katch_protocols.semantics.table import Table
from tests.conftest import required

__all__ = ["PACKAGES", "Peer", "disagreements", "open_peer", "prepare_machines"]

PACKAGES = ("xstate@5.33.3", "@scion-scxml/scxml@4.3.27")

_SCION = Path("node_modules", "@scion-scxml", "core-base", "lib", "scion-core-base.js")
_REPAIR = (
    "return s0.typeEnum === BASIC && stateExited",
    "return (s0.typeEnum === BASIC || s0.typeEnum === FINAL) && stateExited",
)
"""SCION 1.0.25 leaves final states out of a deep history. W3C SCXML keeps them: a final
state is atomic ("isAtomicState" in appendix D), so it is among what was active."""

ROOT = Path(__file__).parents[2]
READER = ROOT / "docs" / "build" / "xstate_machine.js"


def prepare_machines(folder: Path) -> Path:
    """Install the peers, by version, in a folder."""
    npm, _ = required("npm"), required("node")
    done = subprocess.run(
        [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        reason = f"npm could not install {PACKAGES}: {done.stderr[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    scion = folder / _SCION
    found = scion.read_text("utf-8")
    assert _REPAIR[0] in found
    scion.write_text(found.replace(*_REPAIR), "utf-8")
    for file in (Path(__file__).with_name("machines.js"), READER):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return folder


@dataclass
class Peer:
    """A process of Node that holds one machine at a time."""

    process: "subprocess.Popen[str]"

    def ask(self, **asked: Any) -> Mapping[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer


def open_peer(folder: Path) -> Iterator[Peer]:
    """Start the process, and end it at last."""
    command = [required("node"), "machines.js"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        yield Peer(process)
        assert process.stdin is not None
        process.stdin.close()


def disagreements(  # noqa: PLR0913 - what walks, and how far
    peer: Peer, engine: str, text: str, table: Table, *, seed: int, steps: int = 12
) -> Iterator[str]:
    """Walk a case at random in the table and in the machine; yield what differs."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    events = list(dict.fromkeys((row.activity, row.records) for row in table.rows))
    named = event_of if engine == "scxml" else str
    candidates = [_event(named(name), stated) for name, stated in events]
    asked: dict[str, Any] = {
        "engine": engine,
        "text": text,
        "reader": "./" + READER.name,
    }
    word, done = table.initial, []
    for _ in range(steps + 1):
        answer = peer.ask(**asked, candidates=candidates)
        possible = {(row.activity, row.records): row for row in table.possible(word)}
        mine = sorted(table.chart.nodes[at].name for at in _active(table, word))
        where = " → ".join(map(str, done)) or "the start"
        if mine != answer["active"]:
            yield f"after {where}: here {mine}, there {answer['active']}"
            return
        there = {
            event for event, can in zip(events, answer["allowed"], strict=True) if can
        }
        if there != set(possible):
            only = sorted(map(str, set(possible) ^ there))
            yield f"after {where}: only one of them allows {only}"
            return
        if not possible:
            return
        event = chance.choice(sorted(possible))
        word = possible[event].after(word)
        done.append(event)
        asked = {"event": _event(named(event[0]), event[1])}


def _active(table: Table, word: int) -> list[int]:
    return [at for at in table.active(word) if at]


def _event(activity: str, records: Any) -> Mapping[str, Any]:
    return {"type": activity, "records": dict(records)}
