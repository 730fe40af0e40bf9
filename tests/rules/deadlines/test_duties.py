"""``within`` and ``every`` of an activity: mistakes, and how they are told."""

import pytest
from msgspec.structs import replace

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.charts.build import chart
from katch_protocols.duties.agency import told_late
from katch_protocols.duties.phrases import Teller
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.semantics.compile import compile_chart
from tests.rules.saltmarsh import FILES, examine, referral

HEAD = "  reported: {title: Reported, held_by: duty_officer, within: 9 days, "
FINISH = "finish: {title: Finish, by: duty_officer, to: closed}"


def files(act: str, more: str = FINISH) -> dict[str, str]:
    visit = f"visit: {{title: Visit, by: duty_officer, {act}}}"
    return {"referral.yaml": referral(f"{HEAD}activities: {{{visit}, {more}}}}}\n")}


@pytest.mark.parametrize(
    ("act", "rule", "facts"),
    [
        ("may: true, within: 1 day", "power-with-limit", ("visit", "within")),
        ("may: true, every: 1 day", "power-with-limit", ("visit", "every")),
        ("every: 1 day, to: closed", "every-leads-on", ("visit", "closed")),
        ("within: {limit: 1 day, from: visit}", "limit-from-itself", ("visit",)),
        ("every: {limit: 1 day, from: finish}", "unknown-key", ("from",)),
        ("within: {limit: 1 day, from: finsh}", "unknown-event", ("finsh",)),
        ("every: {limit: 1 day, basis: statutory}", "source-missing", ("visit",)),
        ("every: {basis: proposed}", "missing-key", ("limit",)),
        ("within: 0 days", "zero-amount", ()),
        ("withn: 1 day", "unknown-key", ("withn",)),
    ],
)
def test_a_slip_has_its_finding(act: str, rule: str, facts: tuple[str, ...]) -> None:
    every = examine(files(act))
    found = [each for each in every if each.rule == rule]
    assert found, [each.rule for each in every]
    said = " ".join(map(str, found[0].facts.values()))
    assert all(fact in said for fact in facts)


def test_what_nothing_ends_cannot_be_kept() -> None:
    text = files("within: 1 day, when: consent is given", "wait: {title: Wait}")
    once = "hear: {title: Hear, by: duty_officer, records: consent}"
    more = f"{once}, {FINISH}"
    assert _rules(files("within: 1 day, when: consent is given", more)) == set()
    stuck = files("within: 1 day, needs: form", "wait: {title: Wait, by: duty_officer}")
    assert "duty-unkeepable" in _rules(stuck, documents="form: {title: Form}")
    assert text


WAITS = """  reported:
    title: Reported
    held_by: duty_officer
    within: 9 days
    activities: {call: {title: Call, by: duty_officer, to: resting}}
  resting: {title: Resting, held_by: duty_officer, after: {3 days: visited}}
  visited:
    title: Visited
    held_by: duty_officer
    activities:
      visit:
        title: Visit
        by: duty_officer
        to: closed
        within: {limit: LIMIT, from: call}
"""


def test_what_a_wait_before_it_uses_up_cannot_be_kept() -> None:
    late = {"referral.yaml": referral(WAITS.replace("LIMIT", "2 days"))}
    assert _rules(late) == {"duty-unkeepable"}
    assert not _rules({"referral.yaml": referral(WAITS.replace("LIMIT", "3 days"))})


def _rules(texts: dict[str, str], documents: str = "") -> set[str]:
    if documents:
        head, _, rest = texts["referral.yaml"].partition("initial:")
        body = f"{head}documents: {{{documents}}}\ninitial:{rest}"
        texts = {"referral.yaml": body}
    found = {each.rule for each in examine(texts)}
    return found & {"duty-unkeepable", "power-with-limit", "every-leads-on"}


def told(act: str, more: str = FINISH) -> dict[str, str]:
    handbook = read_texts({**FILES, **files(act, more)}).handbook
    assert handbook is not None
    return {
        each.activity: Teller("en").by_when(each)
        for each in responsibility(handbook).raci
    }


def test_its_own_limit_is_told_and_that_of_the_step_is_the_steps() -> None:
    assert told("within: 2 days") == {
        "visit": "2 days (proposed)",
        "finish": "9 days (proposed)",
    }
    own = told("within: 2 days, to: closed", "look: {title: Look, by: duty_officer}")
    assert own["visit"].startswith("2 days (proposed)")
    assert "Reported" in own["visit"]
    assert "9 days" in own["visit"]


def test_what_recurs_is_told_so() -> None:
    assert told("every: 7 days")["visit"] == "at least every 7 days (proposed)"
    both = told("within: 1 day, every: 7 days")["visit"]
    assert both == "1 day (proposed), at least every 7 days (proposed)"


def test_the_table_lists_when_it_is_owed() -> None:
    texts = files("within: {limit: 1 day, from: finish}, when: consent is given")
    handbook = read_texts({**FILES, **texts}).handbook
    assert handbook is not None
    table = compile_chart(chart(handbook.protocols["referral"], handbook))
    (owed,) = (
        each for each in table.to_json()["deadlines"] if each["kind"] == "activity"
    )
    assert (owed["activity"], owed["start"], owed["every"]) == (
        "visit",
        "finish",
        False,
    )
    (cube,) = owed["owed"]
    mask, match = int(cube["mask"], 16), int(cube["match"], 16)
    where = table.fields[table.layout.facts["consent"]]
    given = table.initial | where.values.index("given") << where.shift
    assert given & mask == match
    assert table.initial & mask != match


def test_another_limit_is_told_to_whoever_it_binds() -> None:
    books = [
        read_texts({**FILES, **files(f"within: {days} days, every: 7 days")}).handbook
        for days in (1, 2)
    ]
    before, after = (book for book in books if book is not None)
    found = compare_versions(before, after)
    (change,) = found.deadlines
    assert (change.activity, change.every) == ("visit", False)
    assert change.agencies == ("harbour_police",)
    report = ComparisonReport.of(found, before, after, "en")
    assert "«Visit»: deadline 1 day becomes 2 days." in {
        each.text for each in report.by_agency()
    }


@pytest.mark.parametrize("clock", ["within: 2 days", "every: 7 days"])
@pytest.mark.parametrize(
    ("told", "found"),
    [("", 0), (", escalate_to: line_manager", 1), (", escalate_to: duty_officer", 0)],
)
def test_a_duty_of_which_only_its_own_body_is_told_answers_to_itself(
    clock: str, told: str, found: int
) -> None:
    """The district's chain reaches another body; the worker's own manager is none."""
    text = files(clock + told)["referral.yaml"]
    text = text.replace("by: duty_officer", "by: caseworker")
    seen = [
        each
        for each in examine({"referral.yaml": text})
        if each.rule == "answers-to-itself" and each.facts["state"] == "visit"
    ]
    assert len(seen) == found


def test_who_is_told_when_only_what_recurs_is_late() -> None:
    handbook = read_texts({**FILES, **files("every: 7 days")}).handbook
    assert handbook is not None
    body = responsibility(handbook).agencies["harbour_police"]
    only = [each for each in body.shares if each.duty.activity == "visit"]
    alone = replace(body, shares=tuple(only))
    assert told_late(alone, handbook) == handbook.escalation != ()
