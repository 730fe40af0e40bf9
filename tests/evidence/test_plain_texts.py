"""References of which nobody has to be asked are hashed as any others, and quicker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs import arrow_files
from katch_protocols.evidence.logs.arrow_files import code_parquet
from katch_protocols.evidence.logs.hashed_cells import HashedCells
from katch_protocols.evidence.logs.hashing import (
    Hashing,
    are_plain,
    refuse_personal,
)
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.model.logs import LogColumns

KEY = b"synthetic"
COLUMNS = LogColumns(case="case", activity="event", at="at")

PLAIN = ["a-1", "2026/0041", "c_93", "x" * 300, "41-0093", "123456789"]
NOT_PLAIN = {
    "a blank": "A 41",
    "a blank at an end": "a-1\t",
    "a name": "Anna Example",
    "an address": "a@example.org",
    "ten digits": "8-701-000-00-0",
    "a national number": "123456789012",
    "another alphabet": "дело-1",
    "digits of another alphabet": "١٢٣٤٥٦٧٨٩٠١٢",
    "a blank of Unicode": "a\u00a01",
    "a sign without a letter": "a\x1f",
}
TEXTS = st.one_of(
    st.text(st.sampled_from("a7-+8@ \t\x1f(.é"), min_size=1, max_size=16),
    st.text(min_size=1, max_size=12),
    st.from_regex(r"[a-c]{0,2}-?[0-9]{7,13}", fullmatch=True),
)


def plain(texts):
    return are_plain(JoinedTexts.of(texts))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_of_what_is_plain_nothing_could_be_refused(texts):
    if not plain(texts):
        return
    for text in texts:
        assert text.strip() == text
        refuse_personal("case", text, 1, kind="case")


def test_usual_references_are_plain():
    assert plain(PLAIN)


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
@pytest.mark.parametrize("place", range(3))
def test_one_that_has_to_be_looked_at_is_enough(text, place):
    assert not plain([*PLAIN[:place], text, *PLAIN[place:2]])


def keys(path, names, *, group):
    """Return the keys of rows whose cases have these names, read from a file."""
    pa = pytest.importorskip("pyarrow", reason="an extra")
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    rows = {"case": names, "event": ["assess"] * len(names), "at": [""] * len(names)}
    pq.write_table(pa.table(rows), path, row_group_size=group)
    coder = RowCoder(tuple(rows), "case", HashedCells(COLUMNS, Hashing(KEY)))
    for _ in code_parquet(path, 0, coder, LogClock("UTC", None)):
        pass
    found = coder.done()
    return [found.keys.text(number) for number in found.case.tolist()]


@pytest.mark.parametrize("group", [2, 5, 100])
@pytest.mark.parametrize(
    "more", [[], [" a-1 ", "a-1"], ["дело-1"], ["A 41"], ["y" * 9_000, "z" * 8_192]]
)
def test_the_keys_of_a_file_are_those_of_one_case_at_a_time(tmp_path, group, more):
    names = [*PLAIN, *PLAIN[::-1], *more]
    hashed = Hashing(KEY).case
    assert keys(tmp_path / "a.parquet", names, group=group) == [
        hashed(name[:8_192]) for name in names
    ]


@pytest.mark.parametrize("kind", ["a name", "an address", "a national number"])
def test_who_somebody_is_is_refused_among_plain_references(tmp_path, kind):
    with pytest.raises(LogError, match="Row 5"):
        keys(tmp_path / "a.parquet", [*PLAIN[:4], NOT_PLAIN[kind]], group=100)


def test_what_row_groups_repeat_is_hashed_once(tmp_path, monkeypatch):
    hashed = []
    real = Hashing.keys

    def counted(self, references):
        hashed.extend(map(bytes.decode, references))
        return real(self, references)

    monkeypatch.setattr(Hashing, "keys", counted)
    monkeypatch.setattr(arrow_files, "_MANY_ROWS", 30)
    names = [f"c-{number}" for number in range(200)]
    random = np.random.default_rng(9)
    mixed = [name for _ in range(5) for name in random.permutation(names).tolist()]
    # Within a row group a dictionary grows, and the last one repeats half of it.
    mixed += names[:100]
    found = keys(tmp_path / "a.parquet", mixed, group=200)
    assert found == list(map(Hashing(KEY).case, mixed))
    assert sorted(hashed) == sorted(names)
    # A log that tells case after case has others in each, and they are not held.
    hashed.clear()
    others = [f"d-{number}" for number in range(1_000)]
    assert keys(tmp_path / "b.parquet", others, group=200) == list(
        map(Hashing(KEY).case, others)
    )
    assert hashed == others
