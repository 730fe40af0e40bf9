"""What becomes of opened cases, and who here hears of it: tables from the norm."""

import pytest

from tests.rules.saltmarsh import examine, referral

CARE = """protocol: care
title: Care
valid_from: 2026-01-01
initial: waiting
states:
  waiting:
    title: Child waits for care
    held_by: caseworker
    within: 3 days
    activities:
      help: {title: Help the child, by: caseworker, to: helped}
      lose: {title: Note that the child has left, by: caseworker, to: left}
      move: {title: Move the child, by: caseworker, to: moved}
  helped: {title: Child helped, final: true, outcome: protected}
  left: {title: Child has left, final: true, outcome: adverse}
  moved: {title: Child moved, final: true, outcome: not_applicable}
"""
CALL = "call: {title: Call, by: duty_officer, opens: {protocol: care}}"
STAY = "stay: {title: Stay, by: duty_officer, to: closed}"


def signal(*ends: str, name: str = "told", to: str = ", to: closed") -> str:
    told = ", ".join(f"care.{end}" for end in ends)
    return f"{name}: {{title: It is told, by: [{told}]{to}}}"


def found(*acts: str, more: str = "", **files: str) -> dict[str, list[str]]:
    """Return what is told of signals: by rule, the ends or the activity it names."""
    state = (
        "  reported: {title: Reported, held_by: duty_officer, within: 3 days, "
        f"activities: {{{', '.join(acts)}}}}}\n"
    )
    named = {f"{name}.yaml": text for name, text in files.items()}
    texts = {"referral.yaml": referral(state, more=more), "care.yaml": CARE, **named}
    told: dict[str, list[str]] = {}
    for each in examine(texts):
        if each.rule == "end-not-awaited":
            told[each.rule] = each.facts["ends"].split("', '")
        elif each.rule in {"signal-without-opening", "unknown-end"}:
            told.setdefault(each.rule, []).append(each.facts.get("activity", ""))
    return told


@pytest.mark.parametrize(
    ("signals", "missing"),
    [
        ([("helped", "left", "moved")], None),
        ([("helped",), ("left",), ("moved",)], None),
        ([("helped",)], ["left", "moved"]),
        ([("helped",), ("left",)], ["moved"]),
        ([("helped", "left"), ("helped", "moved")], None),
        ([("taken_up",)], None),  # it awaits no end
        ([("taken_up", "moved")], ["helped", "left"]),
        ([("taken_up",), ("helped", "left", "moved")], None),
        ([], None),
    ],
)
def test_every_end_is_told_of_or_none(signals, missing) -> None:
    acts = [signal(*ends, name=f"told_{number}") for number, ends in enumerate(signals)]
    told = {} if missing is None else {"end-not-awaited": missing}
    assert found(CALL, STAY, *acts) == told


def test_what_is_never_opened_is_awaited_in_vain() -> None:
    assert found(STAY, signal("helped")) == {"signal-without-opening": ["told"]}
    both = {"signal-without-opening": ["told", "again"]}
    assert found(STAY, signal("helped"), signal("taken_up", name="again")) == both


def test_a_fragment_may_open_and_await_for_the_protocol() -> None:
    opening = f"fragment: lent\ntitle: Lent\nactivities:\n  {CALL}\n"
    awaiting = f"fragment: lent\ntitle: Lent\nactivities:\n  {signal('helped')}\n"
    missing = {"end-not-awaited": ["left", "moved"]}
    use = "use: [lent]\n"
    told = found(STAY, signal("helped"), more=use, **{"fragments/lent": opening})
    assert told == missing
    told = found(STAY, CALL, more=use, **{"fragments/lent": awaiting})
    assert told == missing


def test_of_two_signals_of_one_name_either_tells() -> None:
    """The act stands in two states; each entry of it may tell of another end."""
    more = f"activities:\n  {signal('left', 'moved', name='later')}\n"
    assert found(CALL, STAY, signal("helped"), more=more) == {}


INNER = """protocol: inner
title: Inner
valid_from: 2026-01-01
initial: begun
states:
  begun: {title: Begun, held_by: duty_officer, within: 1 day, activities: {ACTS}}
  over: {title: Over, final: true, outcome: protected}
"""
END = "finish: {title: Finish, by: duty_officer, to: over}"
RUN = "  run: {title: Run, held_by: duty_officer, runs: inner, then: {over: closed}}\n"


def inlined(inner: str, *acts: str) -> dict[str, list[str]]:
    more = f"activities:\n{''.join(f'  {act}' + chr(10) for act in acts)}"
    go = "go: {title: Go, by: duty_officer, to: run}"
    state = (
        "  reported: {title: Reported, held_by: duty_officer, within: 3 days, "
        f"activities: {{{go}}}}}\n"
    )
    told: dict[str, list[str]] = {}
    texts = {
        "referral.yaml": referral(state + RUN, more=more),
        "care.yaml": CARE,
        "inner.yaml": INNER.replace("ACTS", f"{inner}, {END}"),
    }
    for each in examine(texts):
        if each.rule in {"end-not-awaited", "signal-without-opening"}:
            told.setdefault(each.rule, []).append(str(each.path[1]))
    return told


def test_what_runs_inside_may_open_what_is_awaited_around_it() -> None:
    whole = signal("helped", "left", "moved", to="")
    assert inlined(CALL, whole) == {}
    assert inlined(CALL, signal("helped", to="")) == {"end-not-awaited": ["referral"]}
    assert inlined(f"{CALL}, {whole}") == {}
    partly = f"{CALL}, {signal('helped', to='')}"
    assert inlined(partly) == {"end-not-awaited": ["inner"]}
    # What is told around it is told of the same opened case.
    rest = signal("left", "moved", name="rest", to="")
    assert inlined(partly, rest) == {"end-not-awaited": ["inner"]}
