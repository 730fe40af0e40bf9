"""``python -m benchmarks.serving [SECONDS] [CLIENTS]``: many clients at one service.

Each opens a case and takes step after step in it, over one connection, for as long as
it is asked. Told are the answers by status, the time that 99 of 100 acts took beside
how often the disk syncs in the same minutes, and whether every step that was
acknowledged is in the store, once. It takes ten minutes, so no table has it.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, perf_counter

from benchmarks.handbooks import chain
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.service.serving import Address, serve
from katch_protocols.verbs.open_store import open_store

__all__ = ["main", "syncs"]

_STEPS = 20
_SECONDS, _CLIENTS = 600.0, 200
_SYNCING = 2.0
_HTTP_BUSY, _HTTP_GOOD = 503, 300


def _serve(file: str) -> None:
    handbook = read_texts(chain(_STEPS + 1)).sound()
    worker = Actor("u17", roles=["worker"], agency="office", region=None)
    with open_store(f"sqlite:///{file}", handbook) as store:
        here = Address("127.0.0.1", 0)
        serve(
            store, lambda _: worker, here, None, lambda at: print(at.port, flush=True)
        )


@dataclass
class _Seen:
    """What clients saw: statuses, seconds of acts, and what was acknowledged."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=dict)


class _Client:
    """One connection over which one asks after the other."""

    def __init__(self, port: int, seen: _Seen) -> None:
        self.port, self.seen = port, seen

    async def work(self, until: float, number: int) -> None:
        """Open cases and act in them; what is busy is asked again with its key."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.reader, self.writer = reader, writer
        keys = (f"c{number}-{each}" for each in count())
        while monotonic() < until:
            body = {"protocol": "measured"}
            opened = await self.ask("/cases", body, next(keys))
            reference = str(opened["reference"])
            mine = self.seen.done.setdefault(reference, [])
            for step in range(_STEPS):
                if monotonic() > until:
                    break
                key = next(keys)
                began = perf_counter()
                path = f"/cases/{reference}/activities/do_{step}"
                await self.ask(path, {}, key)
                self.seen.seconds.append(perf_counter() - began)
                mine.append(key)
        writer.close()

    async def ask(self, path: str, body: object, key: str) -> dict[str, object]:
        """Ask until the answer is good; any but a busy one is a failure.

        Raises:
            ValueError: The service refused, or failed.
        """
        data = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: here\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        while True:
            self.writer.write(head.encode() + data)
            status, answer = await self._answer()
            self.seen.statuses[status] += 1
            if status < _HTTP_GOOD:
                found: dict[str, object] = json.loads(answer)
                return found
            if status != _HTTP_BUSY:
                raise ValueError(answer)
            await asyncio.sleep(1)

    async def _answer(self) -> tuple[int, bytes]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = await self.reader.readexactly(int(headers["content-length"]))
        return int(first.split(" ")[1]), body


def syncs(folder: Path) -> float:
    """Return how often a second the disk takes 4 KB and says that it has them."""
    with (folder / "synced").open("wb") as file:
        began, number = perf_counter(), 0
        while perf_counter() - began < _SYNCING:
            file.write(bytes(4_096))
            os.fdatasync(file.fileno())
            number += 1
    return number / (perf_counter() - began)


async def _asked(port: int, seconds: float, clients: int) -> _Seen:
    seen, until = _Seen(), monotonic() + seconds
    work = (_Client(port, seen).work(until, each) for each in range(clients))
    await asyncio.gather(*work)
    return seen


def _told(file: Path, seen: _Seen) -> Iterator[str]:
    """Tell what was acknowledged and is not there, or is there twice."""
    handbook = read_texts(chain(_STEPS + 1)).sound()
    lost = twice = 0
    with open_store(f"sqlite:///{file}", handbook) as store:
        for reference, keys in seen.done.items():
            found = [event.key for event in store.case(reference).events]
            lost += len(set(keys) - set(found))
            twice += len(found) - len(set(found))
        sound = bool(store.verify())
    yield f"{sum(map(len, seen.done.values()))} steps acknowledged"
    yield f"{lost} lost, {twice} twice, {'all hold' if sound else 'some do not hold'}"


def main(seconds: float = _SECONDS, clients: int = _CLIENTS) -> int:
    """Measure; 0 where nothing failed and nothing was lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "cases.db"
        command = [sys.executable, "-m", "benchmarks.serving", "serve", str(file)]
        before = syncs(folder)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - ours
            try:
                port = int(server.stdout.readline()) if server.stdout else 0
                seen = asyncio.run(_asked(port, seconds, clients))
            finally:
                server.terminate()
        said = list(_told(file, seen))
        times = sorted(seen.seconds)
        rate = len(times) / seconds
        print(f"{clients} clients for {seconds:g} seconds: {rate:.0f} acts a second")
        print("answers:", dict(sorted(seen.statuses.items())))
        for share in (50, 99):
            print(f"p{share}: {times[len(times) * share // 100] * 1000:.0f} ms")
        print(f"the disk syncs {before:.0f} and {syncs(folder):.0f} times a second")
        print("; ".join(said))
    return 0 if said[1].startswith("0 lost, 0 twice, all") else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        _serve(sys.argv[2])
    else:
        sys.exit(main(*(kind(x) for kind, x in zip((float, int), sys.argv[1:]))))  # noqa: B905 - none, one or both
