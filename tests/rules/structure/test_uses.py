"""What a protocol's own cases never do, and those of a protocol that runs it do."""

from collections.abc import Mapping

import pytest

from tests.rules.saltmarsh import FILES, seen

SHARED = FILES["handbook.yaml"].replace(
    "facts:\n",
    "facts:\n  origin: {title: Origin, values: [here, abroad]}\n",
)

INNER = """
protocol: inner
title: Inner
valid_from: 2026-01-01
initial: by_origin
states:
  by_origin:
    decide:
      - {when: origin is abroad, to: foreign}
      - {to: home}
  foreign:
    title: Foreign child
    held_by: caseworker
    activities:
      apply_foreign: {title: Apply the rules, by: caseworker, to: applied}
  home:
    title: Child from here
    held_by: caseworker
    activities:
      apply_home: {title: Apply the rules here, by: caseworker, to: applied}
      ask_abroad: {title: Ask abroad, by: caseworker, when: origin is abroad}
      translate: {title: Translate, by: caseworker, needs: [passport]}
  applied: {title: Applied, final: true, outcome: transferred}
documents:
  passport: {title: Passport}
"""

OUTER = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: asked
documents:
  passport: {title: Passport}
states:
  asked:
    title: Asked
    held_by: caseworker
    activities:
      ask: {title: Ask where from, by: caseworker, records: [origin], to: both}
  both:
    title: Side by side
    held_by: caseworker
    done: closed
    parallel:
      rules:
        initial: routed
        states:
          routed: {title: Routed, runs: inner, then: {applied: ready}}
          ready: {title: Ready, final: true}
      papers:
        initial: looking
        states:
          looking:
            title: Looking for papers
            activities:
              find: {title: Find, by: caseworker, produces: [passport], to: found}
              hear: {title: Hear, by: caseworker, records: [origin]}
          found: {title: Found, final: true}
  closed: {title: Closed, final: true, outcome: protected}
"""

RULES = [
    "unreachable-state",
    "decide-line-never-taken",
    "fact-never-answered",
    "condition-never-true",
    "impossible-activity",
]


def files(inner: str = INNER, outer: str = OUTER) -> dict[str, str]:
    return {"handbook.yaml": SHARED, "inner.yaml": inner, "referral.yaml": outer}


def alone(inner: str = INNER, *, first: str = "") -> dict[str, str]:
    """Return the protocol by itself; ``first`` is the value with which it begins."""
    begins = f"[here, abroad], initially: {first}}}" if first else "[here, abroad]}"
    shared = SHARED.replace("[here, abroad]}", begins)
    return {"handbook.yaml": shared, "inner.yaml": inner}


def told(rule: str, of: Mapping[str, str]) -> list[str]:
    return [path.removeprefix("protocols.inner.") for path, _ in seen(rule, dict(of))]


@pytest.mark.parametrize("rule", RULES)
def test_what_a_caller_makes_reachable_is_reachable(rule: str) -> None:
    assert told(rule, files()) == []


@pytest.mark.parametrize(
    ("rule", "first", "path"),
    [
        ("unreachable-state", "here", "states.foreign"),
        ("decide-line-never-taken", "here", "states.by_origin.decide.0"),
        ("fact-never-answered", "", "states.home.activities.ask_abroad.when"),
        ("impossible-activity", "", "states.home.activities.translate"),
    ],
)
def test_what_no_use_reaches_is_found(rule: str, first: str, path: str) -> None:
    assert told(rule, alone(first=first)) == [path]


@pytest.mark.parametrize("rule", ["unreachable-state", "decide-line-never-taken"])
def test_what_only_an_answer_would_reach_is_told_by_the_fact(rule: str) -> None:
    assert told(rule, alone()) == []


def test_a_condition_that_no_first_value_meets_is_found() -> None:
    path = "states.home.activities.ask_abroad.when"
    assert told("condition-never-true", alone(first="here")) == [path]


def test_a_caller_that_never_records_the_value_makes_nothing_reachable() -> None:
    outer = OUTER.replace("records: [origin]", "sets: {origin: here}")
    assert told("unreachable-state", files(outer=outer)) == ["states.foreign"]


def test_a_state_that_neither_use_enters_is_found_once() -> None:
    lost = "  lost: {title: Lost, held_by: caseworker}\n  applied:"
    inner = INNER.replace("  applied:", lost, 1)
    assert told("unreachable-state", files(inner=inner)) == ["states.lost"]


def test_what_a_caller_too_large_to_see_whole_cannot_do_is_found() -> None:
    strands = "".join(
        f"      s{n}: {{initial: a, states: {{a: {{title: A, activities: "
        f"{{go_{n}: {{title: Go, by: caseworker, to: b}}}}}}, "
        "b: {title: B, final: true}}}\n"
        for n in range(18)
    )
    outer = OUTER.replace("      papers:\n", f"{strands}      papers:\n")
    assert told("unreachable-state", files(outer=outer)) == []
    never = outer.replace("records: [origin]", "sets: {origin: here}")
    assert told("unreachable-state", files(outer=never)) == ["states.foreign"]
    assert told("condition-never-true", files(outer=never)) == [
        "states.home.activities.ask_abroad.when"
    ]


def test_while_a_caller_means_nothing_yet_nothing_is_said_of_what_never_happens() -> (
    None
):
    outer = OUTER.replace("then: {applied: ready}", "then: {applied: nowhere}")
    assert told("unreachable-state", files(outer=outer)) == []


def test_a_condition_always_holds_only_if_it_does_in_every_use() -> None:
    asked = INNER.replace("when: origin is abroad}", "when: origin is here}")
    lone = alone(asked, first="here")
    assert told("condition-always-true", lone) == [
        "states.home.activities.ask_abroad.when"
    ]
    assert told("condition-always-true", files(inner=asked)) == []


LOST = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: asked
states:
  asked:
    title: Asked
    held_by: caseworker
    activities:
      ask: {title: Ask, by: caseworker, to: closed}
  lost:
    title: Lost
    held_by: caseworker
    runs: inner
    then: {applied: resume lost}
  closed: {title: Closed, final: true, outcome: transferred}
"""


def test_a_use_whose_steps_never_come_to_rest_says_nothing_of_a_condition() -> None:
    """It ends where it takes itself up again, so no step of it is left there."""
    written = "apply_home: {title: Apply the rules here, by: caseworker, "
    inner = INNER.replace(written, f"{written}when: origin is here, ")
    texts = {**alone(inner, first="here"), "referral.yaml": LOST}
    assert told("condition-always-true", texts) == [
        "states.home.activities.apply_home.when"
    ]


STRANDS = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: both
states:
  both:
    title: Side by side
    held_by: caseworker
    parallel:
      care:
        initial: unplaced
        states:
          unplaced:
            title: Place due
            activities:
              place: {title: Place the child, by: caseworker, to: placed}
          placed: {title: Child placed}
      decision:
        initial: open
        states:
          open:
            title: Decision due
            activities:
              decide_case: {title: Decide, by: caseworker, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
"""


def test_what_another_strand_leaves_is_no_dead_end() -> None:
    assert seen("dead-end-state", {"referral.yaml": STRANDS}) == []


def test_what_another_strand_only_begins_again_is_a_dead_end() -> None:
    again = STRANDS.replace("by: caseworker, to: closed", "by: caseworker, to: both")
    again = again.replace("initial: unplaced", "initial: placed")
    found = seen("dead-end-state", {"referral.yaml": again})
    assert [facts["state"] for _, facts in found] == ["placed", "open"]


def test_a_state_that_a_caller_leads_out_of_is_no_dead_end() -> None:
    inner = INNER.replace(
        "title: Apply the rules here, by: caseworker, to: applied",
        ("title: Apply the rules here, by: caseworker"),
    )
    assert told("dead-end-state", {"handbook.yaml": SHARED, "inner.yaml": inner}) == [
        "states.home"
    ]
    stop = "hear: {title: Hear, by: caseworker, to: closed}"
    outer = OUTER.replace(
        "hear: {title: Hear, by: caseworker, records: [origin]}", stop
    )
    assert told("dead-end-state", files(inner, outer)) == []


WAITING = """
protocol: inner
title: Inner
valid_from: 2026-01-01
initial: asked
states:
  asked:
    title: Asked
    held_by: caseworker
    activities:
      ACT
  over: {title: Over, final: true, outcome: done}
"""
RUNNING = """
protocol: referral
title: Referral
valid_from: 2026-01-01
initial: help
states:
  help:
    title: Help
    held_by: caseworker
    runs: inner
    then: {over: closed}
  closed: {title: Closed, final: true, outcome: protected}
activities:
  ACT
"""
NEWS = "hear: {title: The answer comes, by: nobody, to: over}"
LATE = "lapse: {title: The right lapses, by: nobody, to: closed}"
TALK = "talk: {title: Talk, by: caseworker}"
STOP = "stop: {title: Stop, by: caseworker, to: closed}"


@pytest.mark.parametrize(
    ("inner", "outer", "waiting"),
    [
        (NEWS, TALK, {"asked": "hear"}),
        (NEWS, LATE, {"asked": "hear"}),
        (NEWS, STOP, {}),
        (TALK, LATE, {"asked": "lapse"}),
        (TALK, STOP, {}),
        (TALK, TALK, {}),  # that is a dead end
    ],
)
def test_a_state_waits_for_the_outside_if_it_does_in_every_use(
    inner: str, outer: str, waiting: Mapping[str, str]
) -> None:
    of = {
        "inner.yaml": WAITING.replace("ACT", inner),
        "referral.yaml": RUNNING.replace("ACT", outer.replace("talk", "talk_too")),
    }
    found = [facts for _, facts in seen("waits-for-outside", of)]
    assert {each["state"]: each["activity"] for each in found} == waiting
    assert bool(seen("dead-end-state", of)) is (inner == outer == TALK)
