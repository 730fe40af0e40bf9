"""One moment, indicator or principle that changed is told as one change, in words."""

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

LISTS = """
principles:
  safety: {title: Safety first, promise: Kept}
families:
  helpers: {title: Helpers}
injects:
  - {at: lost.find, text: It rains., promises: [safety]}
  - {at: lost.find, text: A call comes.}
  - {at: lost.search, text: The phone is off.}
path:
  - {at: lost.search, promises: [safety]}
  - {at: lost.find}
pictures:
  - {at: lost.find, picture: find}
"""
INDICATORS = """
indicators:
  found:
    title: Children found
    measure: number of cases with find
    by: [region, quarter]
    serves: volume
    target: {value: 90, by: 2027}
release: {threshold: 10}
"""
PROTOCOL = """
protocol: lost
title: Lost child
valid_from: 2026-01-01
safeguards:
  sg: {rule: found requires find, principle: safety}
initial: search
states:
  search:
    title: Search
    held_by: officer
    activities:
      find: {title: Find the child, by: officer, to: found}
  found: {title: Found, final: true, outcome: done}
"""


def book(*changes):
    texts = {
        **FILES,
        "handbook.yaml": FILES["handbook.yaml"] + LISTS,
        "indicators.yaml": INDICATORS,
        "lost.yaml": PROTOCOL,
    }
    for old, new in changes:
        (name,) = (each for each, text in texts.items() if text.count(old) == 1)
        texts[name] = texts[name].replace(old, new)
    return read_texts(texts).sound()


def told(*changes, language="en"):
    before, after = book(), book(*changes)
    found = compare_versions(before, after)
    report = ComparisonReport.of(found, before, after, language)
    return [each.text for each in report.as_written()]


FIND = "«Lost child», «Find the child»"
FOUND, SEARCH = "«Lost child», «Found»", "«Lost child», «Search»"
COUNTED, SAFE = "«Children found»", "«Safety first»"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "text: It rains.",
            "text: It snows.",
            f"{FIND}: what is read out: was «It rains.», is now «It snows.».",
        ),
        (
            "text: It rains., promises: [safety]",
            "text: It rains.",
            f"{FIND}: promises that are at stake is gone: «Safety first».",
        ),
        (
            "  - {at: lost.find, text: A call comes.}\n",
            "",
            f"Inject of an exercise is gone: {FIND}.",
        ),
        (
            "at: lost.search, text",
            "at: lost.found, text",
            f"{FOUND}: moment of the exercise: was {SEARCH}, is now {FOUND}.",
        ),
        (
            "  - {at: lost.search, promises: [safety]}\n  - {at: lost.find}\n",
            "  - {at: lost.find}\n  - {at: lost.search, promises: [safety]}\n",
            f"Path of the child: in another order now: {FIND}; {SEARCH}.",
        ),
        (
            "picture: find",
            "picture: wait",
            f"{FIND}: pictogram: was find, is now wait.",
        ),
        (
            "value: 90",
            "value: 95",
            (
                f"{COUNTED}: what it should reach: was target: 90 by the end of 2027, "
                "is now target: 95 by the end of 2027."
            ),
        ),
        (
            "number of cases with find",
            "number of cases with found",
            (
                f"{COUNTED}: what is counted: was Number of cases with {FIND[14:]}, "
                "is now Number of cases with «Found»."
            ),
        ),
        (
            "by: [region, quarter]",
            "by: [region, month]",
            f"{COUNTED}: what it is told apart by: added month; removed quarter.",
        ),
        (
            "serves: volume",
            "serves: quality",
            f"{COUNTED}: aim: was volume, is now quality.",
        ),
        (
            "promise: Kept",
            "promise: Safe",
            f"{SAFE}: promise to the child: was «Kept», is now «Safe».",
        ),
        (
            "title: Helpers",
            "title: Friends",
            "«Friends»: title: was «Helpers», is now «Friends».",
        ),
        (
            "threshold: 10",
            "threshold: 12",
            "Smallest number that is shown: was 10, is now 12.",
        ),
        (
            "read: true",
            "read: false",
            "«Act»: text was read: no longer so.",
        ),
    ],
)
def test_one_change_is_told_once_and_in_words(old, new, said):
    assert told((old, new)) == [said]


def test_a_text_that_one_language_lost_is_told_with_its_language():
    title = "title: Friends, kind"
    before = book(("[en]", "[en, ru]"), (title, "title: {en: A, ru: Б}, kind"))
    after = book(("[en]", "[en, ru]"), (title, "title: {en: A}, kind"))
    report = ComparisonReport.of(compare_versions(before, after), before, after, "en")
    said = [each.text for each in report.as_written()]
    assert said == ["«A»: title is gone: «Б» (ru)."]


def test_moments_of_one_place_are_paired_by_what_they_say():
    first = "  - {at: lost.find, text: It rains., promises: [safety]}\n"
    second = "  - {at: lost.find, text: A call comes.}\n"
    assert told((first + second, second)) == [
        "Inject of an exercise is gone: «Lost child», «Find the child»."
    ]
    assert told((first + second, second + first)) == [
        f"Inject of an exercise: in another order now: {FIND}; {FIND}; {SEARCH}."
    ]


def test_a_safeguard_is_called_as_the_principle_that_it_keeps():
    assert told(("found requires find", "found requires search"))[0].startswith(
        "«Safety first (sg)»: "
    )
