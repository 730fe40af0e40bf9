"""A value is changed where it stands; comments and layout stay byte for byte."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.exchange.workbook.rows import trees_of
from katch_protocols.files.file_kinds import named
from katch_protocols.files.in_place import UnplacedError, changed_in_place
from katch_protocols.files.read import read_texts
from katch_protocols.files.whole_forms import whole
from katch_protocols.files.write import write
from tests.files.strategies import drafted, shared

SLOW = [*HealthCheck]
BOOK = "handbook: x\ntitle: X\n"


def placed(text, change, *, file="p.yaml"):
    """Change the tree of one file by a function, and put it in place."""
    texts = {"handbook.yaml": BOOK, file: text}
    handbook = read_texts(texts).sound()
    old, new = trees_of(handbook)[file], trees_of(handbook)[file]
    change(new)
    new = whole(named(file).kind.shape, new)
    found = changed_in_place(text, old, new, handbook.language)
    after = read_texts({**texts, file: found}).sound()
    assert trees_of(after)[file] == new
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(st.one_of(shared(), drafted()), st.one_of(shared(), drafted()))
def test_a_handbook_becomes_another_file_by_file(one, other):
    other = other.model_copy(update={"languages": one.languages})
    if read_texts(write(other)).findings:
        return  # it has labels in a language that the first does not know
    old, new, texts = trees_of(one), trees_of(other), dict(write(one))
    found = dict(write(other))
    for file in set(old) & set(new):
        text = changed_in_place(texts[file], old[file], new[file], one.language)
        found[file] = text
    reading = read_texts(found)
    assert reading.findings == ()
    assert reading.handbook == other


TEXT = """\
# Why this is here.
protocol: p   # its id
title: P
states:   # where a case stands

  a:  # first
    held_by: nurse      # who
    within: 3 hours  # soon
    activities:
      act: {by: nurse, to: b}  # the only one
  # the end
  b: {final: true}
"""


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        ("a held_by", "doctor", "nurse      # who", "doctor      # who"),
        (
            "a within basis",
            "guidance",
            "within: 3 hours  # soon",
            "within: {limit: 3 hours, basis: guidance}  # soon",
        ),
        ("a activities act by", "x", "{by: nurse, to: b}", "{by: x, to: b}"),
        ("a function", "f", "# who\n", "# who\n    function: f\n"),
        ("a activities act by", None, "{by: nurse, to: b}", "{to: b}"),
        ("a held_by", None, "    held_by: nurse      # who\n", ""),
        ("a within", None, "    within: 3 hours  # soon\n", ""),
        ("b outcome", "adverse", "{final: true}", "{final: true, outcome: adverse}"),
        (
            "a activities more",
            {"to": "b"},
            "# the only one\n",
            "# the only one\n      more: {to: b}\n",
        ),
        (
            "c",
            {"final": True},
            "b: {final: true}\n",
            "b: {final: true}\n  c: {final: true}\n",
        ),
    ],
)
def test_one_place_changes_and_nothing_else(keys, value, old, new):
    def change(tree):
        here = tree["states"]
        *above, last = keys.split()
        for key in above:
            here = here[key]
        if value is None:
            del here[last]
        else:
            here[last] = value

    found = placed(TEXT, change)
    assert found == TEXT.replace(old, new, 1)
    ends = TEXT.replace("\n", "\r\n")
    assert placed(ends, change) == found.replace("\n", "\r\n")
    assert placed(f"\ufeff{TEXT}".removesuffix("\n"), change) == (
        f"\ufeff{found}".removesuffix("\n")
    )


def test_what_has_a_comment_inside_is_refused_and_not_lost():
    text = TEXT.replace(
        "    within: 3 hours  # soon\n",
        "    source:\n      - a  # the law\n      - b\n",
    )

    def change(tree):
        tree["states"]["a"]["source"] = "c"

    with pytest.raises(UnplacedError) as refused:
        placed(text, change)
    assert refused.value.line == 8


def test_a_long_text_that_becomes_short_leaves_its_comment():
    note = "word " * 40
    text = (
        f"protocol: p\ntitle: P\nnote: >-\n  {note.strip()}\n# next\nversion: 0.2.0\n"
    )

    def change(tree):
        tree["note"]["en"] = "Short."

    assert placed(text, change) == (
        "protocol: p\ntitle: P\nnote: Short.\n# next\nversion: 0.2.0\n"
    )


def test_a_clock_whose_basis_stands_beside_it_keeps_it_there():
    text = (
        "protocol: p\ntitle: P\nstates:\n  a:\n    activities:\n      act:\n"
        "        handover: {to: n, within: 4 hours, basis: guidance, source: g}\n"
    )

    def change(tree):
        handover = tree["states"]["a"]["activities"]["act"]["handover"]
        handover["within"]["basis"] = "statutory"

    assert placed(text, change) == text.replace("guidance", "statutory")
