"""Keyed hashes of many texts are those of Python, in a compiled loop or one by one."""

import hmac
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.logs import keyed_hashes
from katch_protocols.evidence.logs.case_keys import CaseKeys, each_once
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES, KeyedHashes

TEXTS = st.lists(st.text(max_size=200), max_size=9)


def in_a_loop(hashes, texts):
    """Hash texts so, and in no other way."""
    pytest.importorskip("numba", reason="an extra")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyed_hashes, "_MANY", 0)
        patch.setattr(KeyedHashes, "one", None)
        return hashes.each(texts)


def one_by_one(hashes, texts):
    assert len(texts) < keyed_hashes._MANY
    return hashes.each(texts)


@pytest.mark.parametrize("hashed", [in_a_loop, one_by_one])
@given(
    key=st.binary(min_size=1, max_size=200),
    begin=st.binary(max_size=70),
    texts=TEXTS,
)
def test_each_is_the_hmac_of_its_text(hashed, key, begin, texts):
    expected = [
        hmac.digest(key, begin + text.encode(), "sha256")[:16] for text in texts
    ]
    found = hashed(KeyedHashes(key, begin), JoinedTexts.of(texts))
    assert found == b"".join(expected)


def test_where_openssl_has_no_such_function_each_is_hashed_alone():
    script = (
        "import hmac\n"
        "from katch_protocols.evidence.logs import key_loop, keyed_hashes\n"
        "from katch_protocols.evidence.logs.joined_texts import JoinedTexts\n"
        "from katch_protocols.semantics.loop_calls import Asked\n"
        "functions = {'SHA256_Never': 1, **key_loop.ASKS.functions}\n"
        "key_loop.ASKS = Asked(key_loop.ASKS.module, functions)\n"
        "keyed_hashes._MANY = 0\n"
        "found = keyed_hashes.KeyedHashes(b'k', b'').each(JoinedTexts.of(['a']))\n"
        "assert found == hmac.digest(b'k', b'a', 'sha256')[:16]\n"
        "print(keyed_hashes._LOOPS.ready)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "None\n"


@given(TEXTS)
def test_texts_are_joined_and_parted_again(texts):
    joined = JoinedTexts.of(texts)
    assert len(joined) == len(texts)
    assert [each.decode() for each in joined] == texts


@given(TEXTS, st.integers(0, 9), st.integers(0, 9))
def test_texts_of_arrow_are_those_that_it_holds(texts, first, last):
    pa = pytest.importorskip("pyarrow", reason="an extra")
    some = pa.array(texts, pa.string())[first:last]
    assert [*JoinedTexts.of_arrow(some)] == [t.encode() for t in texts[first:last]]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_keys_that_stand_twice_are_left_once_as_they_came(drawn, random):
    """The first halves of keys may be alike, and the second ones differ."""
    whole = [
        first.to_bytes(8, "little") + second.to_bytes(8, "little")
        for first, second in drawn
    ]
    codes = [random.randrange(-1, len(whole)) for _ in range(20)]
    found, keys = each_once(
        np.array(codes, np.int32),
        CaseKeys(np.frombuffer(b"".join(whole), np.uint8).reshape(-1, KEY_BYTES)),
    )
    expected = [*dict.fromkeys(whole)]
    assert [each.tobytes() for each in keys.digests] == expected
    assert found.dtype == np.int32
    assert found.tolist() == [
        -1 if code < 0 else expected.index(whole[code]) for code in codes
    ]
