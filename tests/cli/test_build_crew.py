"""Many hands: every task is done once, whoever does it, and a fault is not hidden."""

import json

import pytest

from katch_protocols.cli.building import workers as room
from katch_protocols.cli.building.tasks import Task
from katch_protocols.cli.building.workers import WorkerPool
from katch_protocols.errors import UnknownNameError
from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.files.read import read
from katch_protocols.proofs.kept.shelf import keeping
from katch_protocols.proofs.prove import prove


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


def proved(bench, protocol):
    place = bench.place(protocol)
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
