"""New entries of the register are lines at its end; what stood there stays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.files.read import read_texts
from katch_protocols.files.register_text import with_entries
from katch_protocols.model.register import RegisterEntry

BOOK = {"handbook.yaml": "handbook: x\ntitle: X\n"}
NEW = RegisterEntry(id="two", finding="told-twice", at="a.b")
OWNED = NEW.model_copy(update={"owner": "kdn", "due": date(2026, 12, 31)})
LINES = "  two:\n    finding: told-twice\n    at: a.b\n    owner:\n    due:\n"
ONE = "  first: {finding: told-twice, at: a}  # asked in May\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, f"register:\n{LINES}"),
        ("register: {}\n", f"register:\n{LINES}"),
        (
            "# Known.\nregister:  # since May\n",
            f"# Known.\nregister:  # since May\n{LINES}",
        ),
        (f"register:\n{ONE}", f"register:\n{ONE}{LINES}"),
        (f"register:\n{ONE}# end", f"register:\n{ONE}# end\n{LINES}"),
        (
            f"register:\n  {ONE}",
            f"register:\n  {ONE}"
            + "".join(f"  {line}\n" for line in LINES.splitlines()),
        ),
        (
            f"register:\n{ONE}".replace("\n", "\r\n"),
            f"register:\n{ONE}{LINES}".replace("\n", "\r\n"),
        ),
    ],
)
def test_where_new_entries_stand(old, new):
    texts = BOOK if old is None else {**BOOK, "register.yaml": old}
    assert with_entries(texts, [NEW]) == new


@pytest.mark.parametrize(
    "old", ["register: {first: {finding: a, at: b}}\n", "register: [a]\n"]
)
def test_a_file_that_has_no_room_for_lines_is_left_alone(old):
    assert with_entries({**BOOK, "register.yaml": old}, [NEW]) is None


def test_an_owner_and_a_day_are_written_out():
    text = with_entries(BOOK, [OWNED])
    assert text is not None
    assert text.endswith("    owner: kdn\n    due: 2026-12-31\n")


IDS = st.sampled_from(["a_gap", "b_gap", "c_gap", "d_gap"])


@given(st.lists(IDS, unique=True, min_size=1, max_size=4), st.integers(0, 3))
def test_what_is_added_reads_back_and_nothing_else_changes(names, step):
    entries = [NEW.model_copy(update={"id": name}) for name in names]
    indent = " " * (step + 1)
    old = (
        f"# Ours.\nregister:\n\n{indent}# first\n{indent}first: {{finding: a, at: b}}\n"
    )
    text = with_entries({**BOOK, "register.yaml": old}, entries)
    assert text is not None
    assert text.startswith(old)
    read = read_texts({**BOOK, "register.yaml": text}).sound().known_gaps
    assert [*read] == ["first", *names]
