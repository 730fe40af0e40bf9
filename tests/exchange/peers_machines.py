"""Machines of others in Node, walked beside the table: XState and SCION (SCXML)."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from katch_protocols.exchange.notations.scxml import event_of
from katch_protocols.semantics.table import Table
from tests.exchange.peers import Peer
from tests.npm import workplace

__all__ = ["disagreements", "prepare_machines"]

_SCION = Path("node_modules", "@scion-scxml", "core-base", "lib", "scion-core-base.js")
_REPAIR = (
    "return s0.typeEnum === BASIC && stateExited",
    "return (s0.typeEnum === BASIC || s0.typeEnum === FINAL) && stateExited",
)
"""SCION 1.0.25 leaves final states out of a deep history. W3C SCXML keeps them: a final
state is atomic ("isAtomicState" in appendix D), so it is among what was active."""

ROOT = Path(__file__).parents[2]
READER = ROOT / "docs" / "build" / "xstate_machine.js"


def prepare_machines(npm: Path, folder: Path) -> Path:
    """Make the folder of the process, and repair SCION where that was not done."""
    scion = npm / _SCION
    found, (faulty, repaired) = scion.read_text("utf-8"), _REPAIR
    if repaired not in found:
        assert faulty in found
        scion.write_text(found.replace(faulty, repaired), "utf-8")
    return workplace(npm, folder, Path(__file__).with_name("machines.js"), READER)


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
