"""Lists by a name that nobody has, and arguments of another type, are told."""

import pytest

from katch_protocols.errors import UnknownNameError, WrongTypeError
from katch_protocols.stores.post import Receiver
from tests.cases.harbour import FILES, handbook
from tests.stores.conftest import BOTH

pytestmark = BOTH

WEIGHED = handbook(
    referral=FILES["referral.yaml"]
    .replace("\n  assessed:", "\n  weighed:")
    .replace("to: assessed", "to: weighed")
    .replace("decline: assessed", "decline: weighed")
)


@pytest.fixture
def case(store):
    found = store.open_case("referral", region="east", by="u1")
    store.do(found.reference, "assess", by="u1", records={"danger": "absent"})
    return found


@pytest.mark.parametrize(
    ("words", "kind", "near"),
    [
        ({"held_by": "workers"}, "role", ("worker",)),
        ({"held_by": "worker", "region": "esat"}, "region", ("east",)),
        ({"region": "a\0b"}, "region", ()),
        ({"region": "\ud800"}, "region", ()),
        ({"protocol": "refferal", "state": "agreed"}, "protocol", ("referral",)),
        ({"protocol": "referral", "state": "asessed"}, "state", ("assessed",)),
    ],
)
@pytest.mark.usefixtures("case")
def test_work_by_a_name_that_nobody_has_is_told(store, words, kind, near):
    with pytest.raises(UnknownNameError) as caught:
        store.work(**words)
    assert (caught.value.kind, caught.value.near, caught.value.name) == (kind, near, "")


@pytest.mark.parametrize("name", ["region", "protocol", "opened_by"])
def test_cases_by_a_name_that_cannot_be_are_told(store, name):
    with pytest.raises(UnknownNameError):
        store.cases(**{name: "a\0b"})


@pytest.mark.usefixtures("case")
def test_a_name_that_only_an_older_text_has_is_found(open_store):
    newer = open_store(handbook=WEIGHED)
    older = {"protocol": "referral", "state": "assessed"}
    assert [each.name for each in newer.work(**older)] == ["assessed"]
    assert newer.work(protocol="referral", state="weighed") == ()
    assert open_store(handbook=None).work(held_by="nobody_yet") == ()
    assert newer.cases(opened_by="case-9") == ()


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda store: store.cases(ended="yes"), "ended"),
        (lambda store: store.cases(limit=0), "limit"),
        (lambda store: store.work(limit=1001), "limit"),
        (lambda store: store.withdraw(5), "post"),
        (lambda store: store.replay(post=5), "post"),
        (lambda store: store.replay(), "post"),
        (lambda store: store.remove_receiver(5), "name"),
        (lambda store: store.set_receiver("desk"), "receiver"),
        (lambda store: store.deliver(5), "send"),
        (lambda store: store.export(5), "file"),
        (lambda store: store.load(5), "file"),
        (lambda store: store.checkpoint(5), "file"),
        (lambda store: store.erase("case-1", by="a1", ground=5), "ground"),
    ],
)
def test_an_argument_of_another_type_is_named(store, ask, named):
    with pytest.raises(WrongTypeError, match=f"^`{named}` must be"):
        ask(store)


def test_a_page_has_at_least_one_row_and_no_more_than_a_thousand(store):
    with pytest.raises(WrongTypeError, match="a whole number from 1 to 1,000"):
        store.tick(limit=0)


def test_post_is_found_by_no_id_that_cannot_be(store):
    store.set_receiver(Receiver("host", wants="all"))
    assert not store.withdraw("a\0b")
    assert store.replay(post="a\0b") == 0
    assert not store.remove_receiver("a\0b")
