"""What is measured: used or not, and in whichever file it counts."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

MEASURED = "measured:\n  interview: {title: The child is questioned}\n"
COUNTING = (
    "  reported:\n    title: Concern reported\n    held_by: duty_officer\n"
    "    activities:\n      hear_child:\n"
    "        {{title: Hear, by: duty_officer, to: closed{}}}\n"
)


def files(counts: str = "", **more: str) -> dict[str, str]:
    book = FILES["handbook.yaml"].replace("facts:\n", MEASURED + "facts:\n")
    return {
        "handbook.yaml": book,
        "referral.yaml": referral(COUNTING.format(counts)),
        **{f"{name.replace('__', '/')}.yaml": text for name, text in more.items()},
    }


def unused(found: dict[str, str]) -> list[str]:
    said = seen("unused-declaration", found)
    return [path for path, facts in said if facts["section"] == "measured"]


def test_what_nothing_anywhere_counts_as_is_an_unused_declaration() -> None:
    assert unused(files()) == ["handbook.measured.interview"]
    assert unused(files(", counts_as: interview")) == []


@pytest.mark.parametrize("rule", ["interview at most 1 times", "never interview"])
def test_a_sentence_alone_does_not_make_it_measured(rule: str) -> None:
    found = files(safeguards=f"safeguards: {{a: {{rule: {rule}, binds: referral}}}}\n")
    assert seen("safeguard-name-missing", found) == [
        (
            "safeguards.a.rule",
            {"safeguard": "a", "name": "interview", "protocol": "referral"},
        )
    ]


def test_a_fragment_counts_for_whoever_uses_it() -> None:
    fragment = (
        "fragment: hearing\nstates:\n  heard:\n    title: Child heard\n"
        "    held_by: duty_officer\n    counts_as: interview\n"
        "    activities:\n      stop: {title: Stop, by: duty_officer, to: closed}\n"
    )
    made = files(fragments__hearing=fragment)
    text = made["referral.yaml"].replace("initial:", "use: [hearing]\ninitial:")
    text = text.replace("to: closed}", "to: heard}", 1)
    text += "safeguards:\n  a: {rule: every case has interview}\n"
    assert unused({**made, "referral.yaml": text}) == []
    assert seen("safeguard-name-missing", {**made, "referral.yaml": text}) == []


def test_a_slip_in_a_fragment_is_told_once() -> None:
    fragment = (
        "fragment: hearing\nstates:\n  interview:\n    title: Child heard\n"
        "    held_by: duty_officer\n"
        "    activities:\n      stop: {title: Stop, by: duty_officer, to: closed}\n"
    )
    made = files(", counts_as: interview", fragments__hearing=fragment)
    text = made["referral.yaml"].replace("initial:", "use: [hearing]\ninitial:")
    text = text.replace("to: closed, counts_as", "to: interview, counts_as", 1)
    other = text.replace("protocol: referral", "protocol: second")
    found = {**made, "referral.yaml": text, "second.yaml": other}
    ids = [path for path, _ in seen("measured-shares-id", found)]
    assert ids == ["fragments.hearing.states.interview"]


def test_without_handbook_yaml_nobody_knows_what_is_measured() -> None:
    found = files(", counts_as: interview")
    assert seen("unknown-measured", {**found, "handbook.yaml": "handbook: ["}) == []
