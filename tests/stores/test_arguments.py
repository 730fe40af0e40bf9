"""What is given wrongly to a store is told by the name of its argument."""

import copy
import io
import pickle

import pytest

from katch_protocols.errors import OpaqueError, StoreError


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
