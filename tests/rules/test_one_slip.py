"""A slip is told once; what would follow from it is not told."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.duties.agreed import agreed, fingerprint
from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.pages import WrittenPages
from katch_protocols.editors.written_words import NameUse
from katch_protocols.files.read import read_texts
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from tests import shipped
from tests.editors.small import DAY, TEXTS

HEAVY = bool(os.environ.get("KATCH_HEAVY"))

ONCE_MORE = """\
protocol: beside
title: Beside
valid_from: 2026-01-01
version: 1.0.0
source: [practice_note]
use: [heard]
facts:
  asked:
    title: Asked
    values: {asked_now: "Now", not_yet: "Not yet"}
    initially: not_yet
documents:
  letter: {title: Letter, contains: [story]}
phases:
  first: {title: First}
initial: opened
states:
  opened:
    title: Opened
    held_by: case_worker
    function: protect
    phase: first
    within: {limit: 1 day, basis: guidance, source: practice_note}
    activities:
      ask:
        title: Ask the police
        by: case_worker
        accountable: [children_office]
        consult: [duty_officer]
        inform: [team_lead]
        counts_as: [meeting]
        sets: {asked: asked_now}
        produces: [letter]
        sends: {letter: [duty_officer]}
        opens: [{protocol: found_alone}]
        to: awaited
  awaited:
    title: Awaited
    held_by: case_worker
    function: protect
    within: {limit: 1 day, basis: guidance, source: practice_note}
    activities:
      heard_of: {title: The case there is closed, by: [found_alone.closed], to: ended}
  ended: {title: Ended, final: true, outcome: protected}
safeguards:
  asked_before: {rule: heard_of requires ask, principle: heard_first}
  to_police_alone: {rule: letter only to police_post}
  police_told: {rule: ask informs team_lead}
  met_once: {rule: every case has meeting}
  worker_asks: {rule: only case_worker does ask}
"""

HEARD = """\
fragment: heard
title: Heard
states: {}
activities:
  tell_lead:
    title: Tell the lead
    by: team_lead
    function: protect
    from: [opened]
    counts_as: [meeting]
safeguards:
  lead_after_asking: {rule: tell_lead at most 2 times}
"""

BOOK = {
    **TEXTS,
    "handbook.yaml": TEXTS["handbook.yaml"]
    + """\
data: {story: {title: What the child told}}
measured: {meeting: {title: The child is met}}
principles: {heard_first: {title: The child is heard first}}
""",
    "agencies.yaml": TEXTS["agencies.yaml"].replace(
        "level: district\n", "level: district\n    may_see: [story]\n"
    ),
    "beside.yaml": ONCE_MORE,
    "fragments/heard.yaml": HEARD,
}


Told = Counter[tuple[str, str]]
"""How often each rule speaks of each place."""


def everything_agreed(book: Handbook) -> Handbook:
    """Return a handbook in which every body agreed to all that it must do."""
    by_body: dict[str, dict[str, Agreement]] = defaultdict(dict)
    for name, chart in Context(book).sound.items():
        for body, duties in agreed(chart, book).items():
            one = Agreement(text=fingerprint(duties), duties=duties)
            by_body[body][name] = one
    return book.model_copy(update={"agreed": by_body})


def told(texts: Mapping[str, str], agreed_in: Handbook) -> Told:
    """Count the findings of a handbook whose bodies agreed to another one."""
    reading = read_texts(texts)
    found = list(reading.findings)
    if reading.handbook is not None:
        book = reading.handbook.model_copy(update={"agreed": agreed_in.agreed})
        found += check_context(Context(book, reading.incomplete, DAY))
    return Counter((each.rule, each.subject) for each in found)


def used_names(texts: Mapping[str, str], book: Handbook) -> list[NameUse]:
    """Return every name that stands for something that is declared elsewhere."""
    pages = WrittenPages()
    pages.update({file: text.encode() for file, text in texts.items()})
    found = NameMeanings(pages, Context(book, deep=False).charts).every_use()
    return [each for each in found if not each.declares]


def misspelt(text: str, use: NameUse) -> str:
    """Leave out the third letter of a name."""
    slip = use.text[:2] + (use.text[3:] or "x")
    return text[: use.start] + slip + text[use.end :]


AGREED = everything_agreed(read_texts(BOOK).sound())
USUAL = told(BOOK, AGREED)
USED = used_names(BOOK, AGREED)


@settings(max_examples=20, deadline=None)
@given(use=st.sampled_from(USED))
def test_a_misspelt_name_brings_one_finding(use: NameUse) -> None:
    new = told({**BOOK, use.file: misspelt(BOOK[use.file], use)}, AGREED) - USUAL
    assert new.total() == 1, new


ASIDE = re.compile("safeguard-broken|changed-since-agreed")
"""What breaks and which duties change when cases go another way is told of each."""

EMPTY = ("safeguard-vacuous",)

NO_END = (*EMPTY, "protocols.beside.safeguards.met_once")
"""A promise about every case that ends: no case does, which nothing else tells."""

TO_POLICE = (*EMPTY, "protocols.beside.safeguards.to_police_alone")
"""A promise about a letter: that it is written nowhere else is told of the promise."""

ALONE, BESIDE = "found_alone.yaml", "beside.yaml"
ASK = "        title: Ask the police\n"
LOOK = "        title: Look for danger\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "rules"),
    [
        (ALONE, "initial: noticed", "initial: closed", ["unreachable-state"]),
        (BESIDE, "initial: opened", "initial: ended", ["unreachable-state"]),
        (ALONE, "    final: true\n", "    final: false\n", ["outcome-misplaced"]),
        (BESIDE, "final: true", "final: false", ["outcome-misplaced"]),
        (
            BESIDE,
            ASK,
            f"{ASK}        when: asked is asked_now\n",
            # Two promises speak of the activity that is never possible itself.
            ["condition-never-true", *EMPTY, *EMPTY, "unreachable-state"],
        ),
        (
            ALONE,
            LOOK,
            f"{LOOK}        when: danger is present\n",
            ["condition-never-true", "unreachable-state"],
        ),
    ],
)
def test_a_slip_in_what_leads_on_tells_no_state_behind_the_first(
    file: str, old: str, new: str, rules: list[str]
) -> None:
    assert BOOK[file].count(old) == 1
    found = told({**BOOK, file: BOOK[file].replace(old, new)}, AGREED) - USUAL
    rest = found.keys() - {NO_END, TO_POLICE}
    assert sorted(rule for rule, _ in rest if not ASIDE.match(rule)) == rules


@pytest.mark.skipif(not HEAVY, reason="checks the shipped handbook for each slip")
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_misspelt_name_of_the_shipped_handbook_does_too(data: st.DataObject) -> None:
    book = shipped.reading().sound()
    texts = {
        file: text.decode() if isinstance(text, bytes) else text
        for file, text in shipped.reading().texts.items()
    }
    # The register and the agreements speak about the rest: theirs are other findings.
    names: dict[tuple[str, object], list[NameUse]] = defaultdict(list)
    for each in used_names(texts, book):
        if each.file not in {"register.yaml", "agreed.yaml"}:
            names[each.file, each.targets[0][-2:-1]].append(each)
    use = data.draw(st.sampled_from(names[data.draw(st.sampled_from(list(names)))]))
    with shipped.kept():
        usual = told(texts, book)
        new = told({**texts, use.file: misspelt(texts[use.file], use)}, book) - usual
    assert new.total() == 1, new
