"""What is given wrongly to a store, and what drivers of a host say, is told by name."""

import copy
import io
import pickle

import pytest
from sqlalchemy.exc import DBAPIError

from katch_protocols.errors import OpaqueError, StoreError
from katch_protocols.stores.faults import fault_of


@pytest.mark.parametrize("key", [[], {}, set(), bytearray(b"k"), 3])
def test_a_key_that_is_no_text_is_named(store, key):
    reference = store.open_case("referral", region="east").reference
    with pytest.raises(OpaqueError, match="The key must be"):
        store.do(reference, "assess", by="u1", records={"danger": "present"}, key=key)
    assert store.case(reference).version == 0


@pytest.mark.parametrize("verb", ["export", "load", "checkpoint"])
def test_a_file_is_of_text_and_has_a_name_that_can_be(store, verb):
    with pytest.raises(TypeError, match="`file` must be"):
        getattr(store, verb)(io.BytesIO())
    with pytest.raises(StoreError) as caught:
        getattr(store, verb)("cases\0.jsonl")
    assert caught.value.code == "file"


@pytest.mark.parametrize("ask", [pickle.dumps, copy.copy, copy.deepcopy])
def test_each_process_opens_its_own_store(store, ask):
    with pytest.raises(TypeError, match="each process opens its own"):
        ask(store)


class _Told(Exception):  # noqa: N818 - as a driver raises it
    """An error of a driver, with the state where that driver keeps it."""

    def __init__(self, *given, **kept):
        super().__init__(*given)
        vars(self).update(kept)


class InterfaceError(_Told):
    """What pg8000 raises where no server answers."""


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (_Told(sqlstate="55P03"), "busy"),  # psycopg
        (_Told(pgcode="55P03"), "busy"),  # psycopg2
        (_Told({"S": "ERROR", "C": "40001"}), "busy"),  # pg8000
        (_Told(pgcode="42501"), "rights"),
        (_Told(pgcode="57P01"), "unreachable"),
        (_Told(pgcode="22012"), "failed"),
        (InterfaceError("nobody"), "unreachable"),
        (_Told(), "failed"),
    ],
)
def test_an_engine_of_the_host_s_may_have_another_driver(raised, code):
    assert fault_of(DBAPIError("SELECT", {}, raised)).code == code
