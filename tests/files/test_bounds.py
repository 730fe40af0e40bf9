"""Files that want to be too large: an ordinary finding each, and never slow."""

import pytest

from katch_protocols.files import bounds
from tests.files.small import facts, found, reading_of

HEAD = "protocol: p\ntitle: P\n"


def states(count: int) -> str:
    lines = "".join(f"  s{number}: {{title: S}}\n" for number in range(count))
    return f"{HEAD}states:\n{lines}"


def activities(count: int) -> str:
    lines = "".join(f"  a{number}: {{title: A}}\n" for number in range(count))
    return f"{HEAD}activities:\n{lines}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: b\n" * 220_000, "p.yaml:1:1 file-too-large"),
        (HEAD + "note: " + "[" * 900 + "]" * 900, "p.yaml:3:30 too-deep"),
        (
            HEAD + "".join(" " * n + f"k{n}:\n" for n in range(600)),
            "p.yaml:27:25 too-deep",
        ),
        (HEAD + "use: [" + "x, " * 60_000 + "]\n", "p.yaml:3:149986 too-many-nodes"),
        (HEAD + "note: " + "x" * 8_193 + "\n", "p.yaml:3:7 value-too-long"),
        (states(4_001), "p.yaml:3:1 too-many-states"),
        (states(10_000), "p.yaml:3:1 too-many-states"),
        (activities(8_001), "p.yaml:3:1 too-many-activities"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 99 else "text",
)
def test_a_bound_that_is_crossed_is_an_ordinary_finding(
    text: str | bytes, expected: str
) -> None:
    assert found(reading_of(text)) == [expected]


def test_a_nesting_that_libyaml_itself_refuses_is_the_same_finding() -> None:
    reading = reading_of(HEAD + "note: " + "[" * 10_000 + "]" * 10_000)
    assert [each.rule for each in reading.findings] == ["too-deep"]
    assert facts(reading, "too-deep") == {"bound": "24"}


def test_what_just_fits_is_read() -> None:
    assert found(reading_of(states(4_000))) == []
    assert found(reading_of(activities(8_000))) == []
    assert found(reading_of(HEAD + "note: " + "x" * 8_192 + "\n")) == []


def test_all_files_together_have_a_bound_of_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # handbook.yaml has 8 nodes, each protocol 5.
    monkeypatch.setattr(bounds, "HANDBOOK_NODES", 8 + 5 + 5)
    texts = {name: f"protocol: {name}\ntitle: P\n" for name in "abc"}
    reading = reading_of(**texts)
    assert found(reading) == ["c.yaml:1:1 handbook-too-many-nodes"]
    assert reading.incomplete == {"protocols", "protocols.c"}


def test_all_sentences_together_have_a_bound_of_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "SENTENCE_CHARACTERS", len("never a" + "3 hours"))
    states = "states: {s: {within: 3 hours}, t: {within: 3 hours}}\n"
    safeguards = "safeguards: {u: {rule: never a}, v: {rule: a b}, w: {rule: c d}}\n"
    reading = reading_of(HEAD + states + safeguards)
    assert found(reading) == ["p.yaml:4:44 too-many-sentences"]


def test_the_message_names_the_bound() -> None:
    reading = reading_of(HEAD + "note: " + "x" * 9_000 + "\n")
    assert facts(reading, "value-too-long") == {"bound": "8192"}


def test_states_are_counted_over_the_whole_file() -> None:
    inner = "".join(f"      t{number}: {{}}\n" for number in range(3_999))
    text = f"{HEAD}states:\n  outer:\n    states:\n{inner}  last: {{}}\n"
    assert found(reading_of(text)) == ["p.yaml:3:1 too-many-states"]


def test_the_number_of_findings_is_bounded_too() -> None:
    lines = "".join(f"  S{number}: {{}}\n" for number in range(5_000))
    reading = reading_of(f"{HEAD}states:\n{lines}")
    assert len(reading.findings) == bounds.FINDINGS + 1
    assert [each.rule for each in reading.findings].count("too-many-findings") == 1


def test_an_alias_bomb_is_refused_node_by_node() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    rules = {each.rule for each in reading_of(HEAD + bomb).findings}
    assert rules == {"anchor-or-alias", "unknown-key"}


@pytest.mark.parametrize(
    "text",
    [
        "? " * 20_000,
        "- " * 20_000,
        "{" * 1_000_000,
        "'" * 1_000_001,
        "a: " + ":".join(["1"] * 200_000),
        "a: " + "9" * 500_000,
        "#" * 1_000_000,
        "\n" * 1_000_000,
        "a: [" + ",".join(f"&a{number} x" for number in range(40_000)) + "]",
        HEAD + "states:\n  s: {decide: [{when: " + "(" * 8_000 + ", to: a}]}\n",
        HEAD + "use: [" + ",".join(f"s{number}" for number in range(49_000)) + "]\n",
        HEAD + "use: [" + ",".join(f"S{number}" for number in range(49_000)) + "]\n",
    ],
    ids=range(12),
)
def test_nothing_hostile_is_slow_or_fatal(text: str) -> None:
    # Speed is not asserted: a text that is worked on for long would time the run out.
    assert reading_of(text).handbook is not None
