"""Every task is done once, whichever process does it, and a fault is not hidden."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.cli.building import workers as room
from katch_protocols.cli.building.tasks import Task, TaskShares
from katch_protocols.cli.building.workers import WorkerPool
from katch_protocols.errors import UnknownNameError
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.files.read import read
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.prove import prove


def said(state, word):
    return f"{state.handbook.id} {word}"


def refused(_state, word):
    raise UnknownNameError("word", word)


@pytest.fixture(params=["alone", "with workers"])
def pool(request, district, monkeypatch):
    if request.param == "with workers":
        monkeypatch.setattr(room, "_WORTH", 0)
    with WorkerPool(read(district).sound(), 2) as found:
        yield found


def test_every_task_is_done_once(pool):
    tasks = [Task(size, ("say", str(size)), said, (size,)) for size in range(6)]
    pool.add(*tasks)
    assert len(pool) == 6
    done = list(pool.finished())
    expected = {("say", str(size)): f"saltmarsh {size}" for size in range(6)}
    assert len(done) == 6
    assert dict(done) == expected
    assert len(pool) == 0


def test_a_task_may_lead_to_another(pool):
    pool.add(Task(1, ("say", "first"), said, ("first",)))
    done = []
    for (_, name), made in pool.finished():
        done.append(made)
        if name == "first":
            pool.add(Task(1, ("say", "second"), said, ("second",)))
    assert done == ["saltmarsh first", "saltmarsh second"]


def test_a_refusal_in_a_worker_is_that_of_the_crew(pool):
    pool.add(Task(1, ("say", "no"), refused, ("no",)))
    with pytest.raises(UnknownNameError, match="no"):
        list(pool.finished())


def shares(**sizes):
    """Tasks that wait: of each protocol some, of these sizes."""
    found = TaskShares()
    found.add(
        Task(size, (f"part {number}", name), said, ("part",))
        for name, each in sizes.items()
        for number, size in enumerate(each)
    )
    return found


def taken(found, *hands):
    return [task and (task.subject, task.size) for task in map(found.take, hands)]


def test_what_is_made_of_one_protocol_stays_with_one_hand():
    found = shares(large=[30, 50], middle=[40], small=[1, 2])
    assert taken(found, 0, 1) == [("large", 50), ("middle", 40)]
    assert taken(found, 1, 0) == [("small", 2), ("large", 30)]
    assert taken(found, 0) == [None], "its home has little to do: nobody begins anew"
    assert taken(found, 1) == [("small", 1)]
    assert len(found) == 0


def test_a_hand_helps_out_where_much_waits():
    found = shares(large=[3_000_000, 2_500_000, 10])
    assert taken(found, 0, 1) == [("large", 3_000_000), ("large", 2_500_000)]
    assert taken(found, 1, 0) == [None, ("large", 10)]


@given(
    st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(1, 5_000_000))),
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=30),
)
def test_whoever_asks_each_task_is_taken_once(sizes, asked):
    found = shares(**sizes)
    expected = sorted((size, name) for name, each in sizes.items() for size in each)
    tasks = [found.take(hand, shortest=shortest) for hand, shortest in asked]
    while found:
        before = len(found)
        tasks += [found.take(hand) for hand in range(3)]
        assert len(found) < before, "somebody always has something to do"
    done = [(task.size, task.subject) for task in tasks if task is not None]
    assert sorted(done) == expected


def proved(state, protocol):
    place = state.shared(protocol)
    return len(prove(place.chart, place.handbook))


def test_what_a_worker_proves_is_kept_for_the_next_command(
    district, tmp_path, monkeypatch
):
    monkeypatch.setattr(room, "_WORTH", 0)
    answers = AnswerFile(tmp_path / "answers.json")
    with keeping(answers), WorkerPool(read(district).sound(), 2) as found:
        found.add(Task(1, ("prove", "found_alone"), proved, ("found_alone",)))
        ((_, count),) = found.finished()
    kept = json.loads(answers.path.read_text(encoding="utf-8"))["answers"]
    assert len(kept) == count > 0


def test_little_work_starts_no_worker(district):
    with WorkerPool(read(district).sound(), 2) as found:
        found.add(*(Task(1, ("say", str(n)), said, (n,)) for n in range(9)))
        assert len(list(found.finished())) == 9
        assert "_pool" not in vars(found)


_COPIED = """
import sys, threading
from katch_protocols.cli.building import workers
from katch_protocols.cli.building.tasks import Task
from katch_protocols.files.read import read

KNOWN = []

def known(_state, _word):
    return KNOWN

if __name__ == "__main__":
    workers._WORTH = 0
    KNOWN.append("read before")
    over = threading.Event()
    if sys.argv[2] == "beside":
        threading.Thread(target=over.wait).start()
    with workers.WorkerPool(read(sys.argv[1]).sound(), 2) as pool:
        pool.add(Task(1, ("know", "it"), known, ("it",)))
        ((_, made),) = pool.finished()
    over.set()
    print(made)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
@pytest.mark.parametrize(
    ("thread", "expected"), [("alone", "['read before']"), ("beside", "[]")]
)
def test_a_worker_is_a_copy_unless_a_thread_runs(district, tmp_path, thread, expected):
    """In a process of its own: that of the tests has threads."""
    script = tmp_path / "copied.py"
    script.write_text(_COPIED, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, script, district, thread],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, f"{expected}\n"), ran.stderr


_KILLED = """
import os, signal, sys
from katch_protocols.cli.building import workers
from katch_protocols.cli.building.tasks import Task
from katch_protocols.files.read import read

if __name__ == "__main__":
    workers._WORTH = 0
    workers.start_method = lambda: sys.argv[2]
    with workers.WorkerPool(read(sys.argv[1]).sound(), 2) as pool:
        pool.add(Task(1, ("is", "sound"), workers.is_readable, ("found_alone", {})))
        assert list(pool.finished()) == [(("is", "sound"), True)]
        os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
def test_a_build_that_is_killed_leaves_no_worker(district, tmp_path, start):
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    # Who reads to the end waits for every process that holds the other end.
    ran = subprocess.run(
        [sys.executable, script, district, start],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (-signal.SIGTERM, "")


_PAPERS = """
import sys
from pathlib import Path
from katch_protocols.cli.building import workers
from katch_protocols.cli.building.tasks import Task

from katch_protocols.files.read import read
from katch_protocols.papers.make import require_extra
from katch_protocols.papers.print import TEMPLATES
from tests.papers.test_tables_on_paper import poster_of

def paper(state, where):
    return poster_of({"alpha": 200})[:4]

if __name__ == "__main__":
    workers._WORTH = 0
    require_extra()
    if sys.argv[2] == "papers before":
        paper(None, "here")
    with workers.WorkerPool(read(sys.argv[1]).sound(), 3) as pool:
        pool.add(Task(9, ("long", "there"), paper, ("there",)))
        pool._feed()
        paper(None, "here")  # this process does the shortest tasks itself
        pool.add(*(Task(9, ("set", str(n)), paper, (n,)) for n in range(4)))
        print({made for _, made in pool.finished()})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
@pytest.mark.parametrize("before", ["nothing before", "papers before"])
def test_workers_make_papers_whatever_this_process_has_set(district, tmp_path, before):
    """The threads of typst are not copied: a worker that lacks them waits for ever."""
    pytest.importorskip("typst", reason="the extra 'papers' is optional")
    script = tmp_path / "papers.py"
    script.write_text(_PAPERS, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, script, district, before],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (ran.returncode, ran.stdout) == (0, "{b'%PDF'}\n"), ran.stderr
