"""What is found in the progress of a region, and where."""

import pytest

from tests.rules.saltmarsh import FILES, examine

ENACTED = FILES["referral.yaml"].replace(
    "title: Referral\n", "title: Referral\nstatus: enacted\nversion: 1.0.0\n", 1
)


def _found(progress: str, *, protocol: str = FILES["referral.yaml"]) -> list[str]:
    north = f"region: north\ntitle: North\nprogress: {progress}\n"
    found = examine({"regions/north.yaml": north, "referral.yaml": protocol})
    return [
        f"{each.place.line}:{each.place.column} {each.severity} {each.rule}"
        for each in found
        if each.place is not None and each.place.file == "regions/north.yaml"
    ]


@pytest.mark.parametrize(
    ("progress", "found"),
    [
        ("{referral: {drafted: 2026-01-10}}", []),
        ("{referral: {drafted: 2026-01-10, agreed: 2026-01-10}}", []),
        ("{referal: {drafted: 2026-01-10}}", ["3:12 error unknown-protocol"]),
        ("{referral: {drafed: 2026-01-10}}", ["3:23 error unknown-key"]),
        ("{referral: {drafted: soon}}", ["3:32 error not-a-date"]),
        ("{referral: drafted}", ["3:22 error not-a-mapping"]),
        ("{referral: {drafted: {source: harbour_act}}}", ["3:23 error missing-key"]),
        (
            "{referral: {drafted: {since: 2026-01-10, source: gone}}}",
            ["3:52 error unknown-source"],
        ),
        (
            "{referral: {trained: 2026-01-10, drafted: 2026-02-10}}",
            ["3:23 error progress-out-of-order"],
        ),
        ("{referral: {signed: 2026-01-10}}", ["3:23 warning signed-while-draft"]),
    ],
)
def test_each_mistake_is_found_in_its_place(progress: str, found: list[str]) -> None:
    assert _found(progress) == found


def test_what_is_enacted_may_be_signed() -> None:
    assert _found("{referral: {signed: 2026-01-10}}", protocol=ENACTED) == []
