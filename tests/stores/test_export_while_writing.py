"""An export beside writers: what it has fits together, and can be loaded."""

import io
import json

import pytest

import katch_protocols as kp
from tests.cases.harbour import FILES
from tests.cases.test_beside import BOOK, CARE, DESK, OFFICER, WORKER, read_texts
from tests.stores.conftest import BOTH

pytestmark = BOTH


class Meanwhile(io.StringIO):
    """A file that does something as soon as the line of a case is written to it."""

    def __init__(self, act):
        super().__init__()
        self.act, self.is_done = act, False

    def write(self, text):
        done = super().write(text)
        if '"case":' in text and not self.is_done:
            self.is_done = True
            self.act()
        return done


@pytest.fixture
def store(open_store):
    return open_store(handbook=BOOK)


def desks(store, many):
    """Open cases of desks; return them as an export goes through them."""
    opened = [store.open_case("desk", region="west").reference for _ in range(many)]
    return sorted(opened)


def taken_along(sheet, tmp_path):
    """Load what was exported into another store, which must hold; return it."""
    sheet.seek(0)
    other = kp.open_store(f"sqlite:///{tmp_path / 'other.db'}", make=True)
    other.load(sheet)
    assert other.verify(), other.verify().unsound
    return other


@pytest.mark.parametrize("who", [0, 1])
def test_a_case_goes_with_all_that_it_has_opened_by_then(store, tmp_path, who):
    both = desks(store, 2)
    sheet = Meanwhile(lambda: store.do(both[who], "call", by=OFFICER))
    number = store.export(sheet)
    with taken_along(sheet, tmp_path) as other:
        # What the first opens comes too late for it; the second is still to be written.
        expected = {0: [0, 0], 1: [0, 1]}[who]
        assert [other.case(each).version for each in both] == expected
        assert len(other.cases()) == number == 2 + sum(expected)
    assert store.verify()


def test_news_of_a_case_is_with_both_or_with_neither(store, tmp_path):
    opener, _ = desks(store, 2)
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    sheet = Meanwhile(lambda: store.do(opening.reference, "plan", by=WORKER))
    assert store.export(sheet) == 3
    with taken_along(sheet, tmp_path) as other:
        seen = other.case(opening.reference), other.case(opener)
        assert [each.version for each in seen] == [0, 1]
        assert other.lag().post == 0


def test_each_case_stands_there_once_with_its_own(store, tmp_path):
    openers = desks(store, 5)
    for each in openers[::2]:
        store.do(each, "call", by=OFFICER)
    sheet = io.StringIO()
    assert store.export(sheet) == 8
    lines = [json.loads(line) for line in sheet.getvalue().splitlines()]
    written = [line["case"]["case"] for line in lines if "case" in line]
    assert sorted(written) == sorted(each.reference for each in store.cases())
    taken_along(sheet, tmp_path).close()


def test_a_handbook_that_comes_meanwhile_comes_along(store, open_store, tmp_path):
    opener, last = desks(store, 2)
    later = {**FILES, "care.yaml": CARE.replace("to: over", "to: planned", 1)}
    new = open_store(handbook=read_texts({**later, "desk.yaml": DESK}).sound())

    def act():
        new.do(last, "call", by=OFFICER)

    sheet = Meanwhile(act)
    assert store.export(sheet) == 3
    with taken_along(sheet, tmp_path) as other:
        (opened,) = other.cases(opened_by=last)
        assert other.case(opened.reference).pin != kp.pin(BOOK.protocols["care"])
    assert opener != last
