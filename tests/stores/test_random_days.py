"""Random days of a store, held against plain cases in memory and a few dictionaries."""

import io
import re
from datetime import timedelta
from random import Random

import pytest

from katch_protocols.errors import ActivityRefusedError, GoneError, KatchError
from katch_protocols.stores.post import Receiver
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, book
from tests.stores.conftest import BOTH
from tests.stores.test_steps import Clock
from tests.stores.walks import next_step, people

OPS = ("open", "act", "act", "act", "again", "wait", "wait", "tick", "erase", "carry")


class Days:
    """A store and what it must be like."""

    def __init__(self, store, clock, chance, crowd):
        self.store, self.clock, self.chance, self.crowd = store, clock, chance, crowd
        self.cases, self.erased, self.keys, self.sent = {}, set(), {}, []

    def open(self):
        key = f"open-{len(self.cases)}-{len(self.erased)}"
        found = self.store.open_case("referral", region="east", by="p0-0", key=key)
        view = self.store.case(found.reference).view()
        protocol = book().protocols["referral"]
        self.cases[found.reference] = open_case(
            protocol,
            reference=found.reference,
            region="east",
            at=self.clock.now,
            salt=view.salt,
            by="p0-0",
        )

    def act(self):
        if not self.cases:
            return
        reference = self.chance.choice([*self.cases])
        case = self.cases[reference]
        case.advance(self.clock.now)
        step = next_step(case, self.crowd, self.chance)
        if step is None or step.verb != "do":
            return
        key = f"key-{case.version}"
        wrong = case.version + 5
        with pytest.raises(KatchError):
            self.store.do(
                reference, step.name, **step.words, key=key, expected_version=wrong
            )
        try:
            event = step.take(case, at=self.clock.now, key=key)
        except ActivityRefusedError as refused:  # another day, others hold the role
            with pytest.raises(ActivityRefusedError, match=re.escape(str(refused))):
                self.store.do(reference, step.name, **step.words, key=key)
            return
        done = self.store.do(reference, step.name, **step.words, key=key)
        assert (done.version, done.states) == (case.version, case.now.states)
        assert done.event.to_json(case.version) == event.to_json(case.version)
        self.keys[reference] = step, key

    def again(self):
        if not self.keys:
            return
        reference = self.chance.choice([*self.keys])
        step, key = self.keys[reference]
        if reference in self.erased:
            with pytest.raises(GoneError):
                self.store.do(reference, step.name, **step.words, key=key)
            return
        done = self.store.do(reference, step.name, **step.words, key=key)
        assert done.repeated

    def wait(self):
        self.clock.now += timedelta(hours=self.chance.choice((1, 5, 70, 800)))

    def tick(self):
        while self.store.tick().more:
            pass
        for case in self.cases.values():
            case.advance(self.clock.now)

    def erase(self):
        if not self.cases or self.chance.random() < 0.6:
            return
        reference = self.chance.choice([*self.cases])
        self.deliver()
        self.store.erase(reference, by="dpo-1", ground="over", running=True)
        del self.cases[reference]
        self.erased.add(reference)
        with pytest.raises(GoneError):
            self.store.case(reference)

    def carry(self):
        """Everything goes to another store, and is there the same."""
        sheet = io.StringIO()
        assert self.store.export(sheet) == len(self.cases)
        sheet.seek(0)
        with self.anew() as other:
            other.load(sheet)
            assert other.verify()
            copy = io.StringIO()
            other.export(copy)
            assert lines(sheet) == lines(copy)
            for each in self.erased:
                with pytest.raises(GoneError):
                    other.case(each)
            assert other.work(limit=1000) == self.store.work(limit=1000)

    def deliver(self):
        while self.store.deliver(self.sent.append).more:
            pass

    def compare(self):
        for reference, case in self.cases.items():
            found = self.store.case(reference)
            told = case.snapshot()["events"]
            assert found.snapshot()["events"] == told[: found.version]
            if found.version == case.version:
                assert (found.now, found.next_alarm) == (case.now, case.next_alarm)
        mine = {*self.cases, *self.erased}
        listed = {each.reference for each in self.store.cases(ended=None)}
        assert listed <= mine
        assert {*self.cases} <= listed
        assert {each.reference for each in self.store.work(limit=1000)} <= {*self.cases}
        assert self.store.verify()

    def compare_post(self):
        self.deliver()
        assert len({post.id for post in self.sent}) == len(self.sent)
        for reference in {*self.cases, *self.erased}:
            seqs = [post.sequence for post in self.sent if post.reference == reference]
            assert seqs == list(range(len(seqs)))
            numbers = [
                post.data["number"]
                for post in self.sent
                if post.reference == reference and post.kind == "event"
            ]
            assert numbers == list(range(len(numbers)))
            if reference in self.cases:
                assert len(numbers) == self.store.case(reference).version


def lines(sheet):
    return [each for each in sheet.getvalue().splitlines() if '"case":' in each]


@BOTH
@pytest.mark.parametrize("seed", [0, 4])
def test_random_days_leave_what_plain_cases_say(open_store, address, seed):
    clock, chance = Clock(), Random(seed)  # noqa: S311 - drawn again from its seed
    crowd = people(book())
    store = open_store(actors=crowd.get, clock=clock)
    store.set_receiver(Receiver("host", wants="all"))
    days = Days(store, clock, chance, crowd)
    days.anew = lambda: open_store(url="sqlite://", actors=crowd.get, clock=clock)
    days.open()
    for _ in range(25):
        getattr(days, chance.choice(OPS))()
        days.compare()
        if address.startswith("sqlite") and chance.random() < 0.2:
            days.store = open_store(actors=crowd.get, clock=clock)
    days.compare_post()
    assert clock.now >= NOW
