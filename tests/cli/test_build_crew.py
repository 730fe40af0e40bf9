"""Many hands: every task is done once, whoever does it, and a fault is not hidden."""

import pytest

from katch_protocols.cli.building import workers as room
from katch_protocols.cli.building.workers import Task, WorkerPool
from katch_protocols.errors import UnknownNameError
from katch_protocols.files.read import read


def said(bench, word):
    return f"{bench.handbook.id} {word}"


def refused(_bench, word):
    raise UnknownNameError("word", word)


@pytest.fixture(params=["alone", "with workers"])
def crew(request, district, monkeypatch):
    if request.param == "with workers":
        monkeypatch.setattr(room, "_WORTH", 0)
    with WorkerPool(read(district).sound(), 2) as found:
        yield found


def test_every_task_is_done_once(crew):
    tasks = [Task(size, ("say", str(size)), said, (size,)) for size in range(6)]
    crew.add(*tasks)
    assert len(crew) == 6
    done = list(crew.finished())
    expected = {("say", str(size)): f"saltmarsh {size}" for size in range(6)}
    assert len(done) == 6
    assert dict(done) == expected
    assert len(crew) == 0


def test_a_task_may_lead_to_another(crew):
    crew.add(Task(1, ("say", "first"), said, ("first",)))
    done = []
    for (_, name), made in crew.finished():
        done.append(made)
        if name == "first":
            crew.add(Task(1, ("say", "second"), said, ("second",)))
    assert done == ["saltmarsh first", "saltmarsh second"]


def test_a_refusal_in_a_worker_is_that_of_the_crew(crew):
    crew.add(Task(1, ("say", "no"), refused, ("no",)))
    with pytest.raises(UnknownNameError, match="no"):
        list(crew.finished())


def test_little_work_starts_no_worker(district):
    with WorkerPool(read(district).sound(), 2) as found:
        found.add(*(Task(1, ("say", str(n)), said, (n,)) for n in range(9)))
        assert len(list(found.finished())) == 9
        assert "_pool" not in vars(found)
