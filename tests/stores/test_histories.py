"""Many at one case: the store explains every history; stores with a bug do not.

``KATCH_HISTORIES`` says how many on each database.
"""

import os
from threading import Lock
from time import sleep

import pytest

import katch_protocols as kp
from tests.stores.conftest import BOTH
from tests.stores.histories import faults, history

HISTORIES = int(os.environ.get("KATCH_HISTORIES", "2"))
DANGER = {"danger": "present"}
BUGS = ("check-then-act", "stale-read", "no-key", "before-commit")


class Stored:
    """A case of a store, as one client sees it."""

    def __init__(self, store, reference, start):
        self.store, self.reference, self.start = store, reference, start

    def act(self, key, expected):
        try:
            done = self.store.do(
                self.reference,
                "end_danger",
                by="u1",
                together_with=["u2"],
                key=key,
                expected_version=None if expected is None else expected + self.start,
            )
        except kp.ConflictError:
            return None
        keys = [each.key for each in self.store.case(self.reference).events]
        return keys.index(done.event.key) + 1 - self.start

    def read(self):
        return self.store.case(self.reference).version - self.start


@BOTH
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_store_explains_what_everybody_saw(open_store, seed):
    stores = [open_store() for _ in range(2)]
    reference = stores[0].open_case("referral", region="east").reference
    stores[0].do(reference, "assess", by="u1", records=DANGER)
    subjects = [Stored(stores[n % 2], reference, 1) for n in range(4)]
    ops = history(subjects, seed, each=20)
    log = [event.key for event in stores[0].case(reference).events[1:]]
    assert list(faults(ops, log)) == []
    assert stores[0].verify()
    assert len({op.key for op in ops if op.kind == "act"} & set(log)) > 5


class Toy:
    """A store of one case, with one bug or none."""

    def __init__(self, bug):
        self.bug, self.lock, self.log = bug, Lock(), []
        self.seen = {}

    def act(self, key, expected):
        if self.bug == "check-then-act":
            version = self._checked(key, expected)
            sleep(0.0005)
            with self.lock:
                return version if version is None else self._write(key, version)
        with self.lock:
            version = self._checked(key, expected)
            if version is None or version < 0:
                return version if version is None else -version
            if self.bug == "before-commit" and len(self.log) % 5 == 4:
                self.log.append("lost")
                answer = len(self.log)
                self.log.pop()
                return answer
            return self._write(key, version)

    def _checked(self, key, expected):
        if key in self.log and self.bug not in {"no-key", "check-then-act"}:
            return -(self.log.index(key) + 1)
        if expected is not None and expected != len(self.log):
            return None
        return len(self.log)

    def _write(self, key, version):
        del self.log[version:]
        self.log.append(key)
        return len(self.log)

    def read(self):
        with self.lock:
            version = len(self.log)
        if self.bug == "stale-read":
            return max(0, version - 1)
        return version


@pytest.mark.parametrize("bug", BUGS)
def test_the_judge_catches_a_bug_that_was_planted(bug):
    caught = 0
    for seed in range(6):
        toy = Toy(bug)
        ops = history([toy] * 4, seed, each=40)
        caught += bool(list(faults(ops, toy.log)))
    assert caught >= 5


def test_the_judge_has_nothing_to_say_of_a_store_without_a_bug():
    for seed in range(6):
        toy = Toy("none")
        ops = history([toy] * 4, seed, each=40)
        assert list(faults(ops, toy.log)) == []
