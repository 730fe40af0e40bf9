"""state-without-deadline: a duty without a last day, and what says it needs none."""

from tests.rules.saltmarsh import FILES, referral, seen

ROLES = FILES["roles.yaml"] + "  child: {title: Child, agency: none}\n"
REST = "held_by: duty_officer"
LEAVE = "leave: {title: Leave, by: duty_officer, to: closed}"


def _unlimited(states: str, more: str = "", **files: str) -> list[str]:
    """Return the states of a protocol that are told, dotted, in order."""
    named = {f"{name}.yaml": text for name, text in files.items()}
    texts = {"referral.yaml": referral(states, more=more), "roles.yaml": ROLES, **named}
    found = seen("state-without-deadline", texts)
    return [subject.replace("states.", "") for subject, _ in found]


def _reported(inside: str, activities: str = LEAVE) -> str:
    inner = f"{inside}activities: {{{activities}}}"
    return f"  reported: {{title: Reported, {REST}, {inner}}}\n"


def test_a_duty_without_a_limit_is_told_with_who_holds_the_state() -> None:
    found = seen("state-without-deadline", {"referral.yaml": referral(_reported(""))})
    facts = {"state": "reported", "role": "duty_officer", "activity": "leave"}
    assert found == [("protocols.referral.states.reported", facts)]


def test_a_limit_a_clock_or_a_reason_on_the_state_is_enough() -> None:
    assert _unlimited(_reported("within: 2 days, ")) == []
    assert _unlimited(_reported("after: {2 days: closed}, ")) == []
    assert _unlimited(_reported("note: The child decides when., ")) == []


def test_a_limit_with_an_event_counts_too() -> None:
    assert _unlimited(_reported("within: {limit: 2 days, from: leave}, ")) == []


def _around(key: str) -> str:
    inner = f"inner: {{title: Inner, activities: {{{LEAVE}}}}}"
    return (
        f"  reported: {{title: Reported, {REST}, {key}initial: inner, "
        f"states: {{{inner}}}}}\n"
    )


def test_a_limit_or_a_clock_around_the_state_is_enough() -> None:
    assert _unlimited(_around("within: 2 days, ")) == []
    assert _unlimited(_around("after: {2 days: closed}, ")) == []
    assert _unlimited(_around("")) == ["protocols.referral.reported.inner"]


def test_a_note_around_the_state_is_no_reason_for_it() -> None:
    told = _unlimited(_around("note: Said of all together., "))
    assert told == ["protocols.referral.reported.inner"]


def test_a_state_that_nobody_holds_has_a_rule_of_its_own() -> None:
    free = f"  reported: {{title: Reported, activities: {{{LEAVE}}}}}\n"
    assert _unlimited(free) == []


def test_the_child_owes_nothing() -> None:
    alone = _reported("", "say: {title: Say what you want, by: child, to: closed}")
    both = _reported("", "say: {title: S, by: [child, caseworker], to: closed}")
    assert _unlimited(alone) == []
    assert _unlimited(both) == ["protocols.referral.reported"]


def test_a_duty_that_moves_nothing_is_a_duty() -> None:
    visit = "visit: {title: Visit, by: caseworker}"
    tell = "tell: {title: Tell, by: child, to: closed}"
    told = _unlimited(_reported("", f"{visit}, {tell}"))
    assert told == ["protocols.referral.reported"]


def test_what_is_never_possible_is_owed_by_nobody() -> None:
    shut = (
        "shut: {title: Shut, by: duty_officer, when: consent is given, to: closed}, "
        "say: {title: Say, by: child, to: closed}"
    )
    assert _unlimited(_reported("", shut)) == []


def test_a_state_that_no_case_enters_is_not_told() -> None:
    lost = f"  lost: {{title: Lost, {REST}, activities: {{{LEAVE}}}}}\n"
    assert _unlimited(_reported("within: 1 day, ") + lost) == []


def _strands(idle: str) -> str:
    away = "away: {title: A, activities: {enrol: {title: E, by: caseworker, to: over}}}"
    return (
        f"  reported:\n    title: Reported\n    {REST}\n    done: closed\n"
        f"    activities: {{{LEAVE}}}\n"
        "    parallel:\n"
        f"      school: {{initial: away, states: {{{away}, "
        "over: {title: O, final: true}}}\n"
        f"      health: {{initial: idle, states: {{{idle}, "
        "well: {title: W, final: true}}}\n"
    )


def test_each_strand_needs_a_limit_of_its_own_or_one_around_it() -> None:
    here = "protocols.referral.reported.parallel"
    treat = "activities: {treat: {title: T, by: caseworker, to: well}}"
    told = _unlimited(_strands(f"idle: {{title: I, within: 1 day, {treat}}}"))
    assert told == [f"{here}.school.away"]
    told = _unlimited(_strands(f"idle: {{title: I, {treat}}}"))
    assert told == [f"{here}.school.away", f"{here}.health.idle"]


def test_a_strand_that_waits_for_the_others_owes_nothing() -> None:
    told = _unlimited(_strands("idle: {title: Idle}"))
    assert told == ["protocols.referral.reported.parallel.school.away"]


def test_where_a_handover_waits_its_own_limit_counts() -> None:
    refer = (
        "refer: {title: P, by: duty_officer, to: helped, handover: {to: caseworker}}"
    )
    helped = (
        "  helped: {title: H, held_by: caseworker, within: 1 day, "
        "activities: {finish: {title: E, by: caseworker, to: closed}}}\n"
    )
    assert _unlimited(_reported("within: 1 day, ", refer) + helped) == []


def test_what_stands_at_the_top_is_owed_where_nothing_nearer_is() -> None:
    bare = f"  reported: {{title: Reported, {REST}}}\n"
    leave = "leave: {title: Leave, by: duty_officer, to: closed}"
    told = _unlimited(bare, more=f"activities:\n  {leave}\n")
    assert told == ["protocols.referral.reported"]


def test_a_state_of_a_fragment_is_told_once_where_it_is_written() -> None:
    fragment = (
        "fragment: search\ntitle: Search\nstates:\n"
        "  missing: {title: Missing, held_by: duty_officer, activities: "
        "{find: {title: Find, by: duty_officer, to: closed}}}\n"
    )
    lose = "lose: {title: Lose, by: duty_officer, to: missing}"
    first = referral(_reported("within: 1 day, ", lose), more="use: [search]\n")
    second = first.replace("protocol: referral", "protocol: second")
    files = {"fragments/search.yaml": fragment, "second.yaml": second}
    found = seen("state-without-deadline", {"referral.yaml": first, **files})
    assert [subject for subject, _ in found] == ["fragments.search.states.missing"]


def test_a_state_of_what_others_run_is_told_once_at_the_protocol_that_writes_it() -> (
    None
):
    outer = (
        "protocol: outer\ntitle: Outer\nvalid_from: 2026-01-01\ninitial: inside\n"
        "states:\n"
        "  inside: {title: Inside, held_by: caseworker, within: 1 day, "
        "runs: referral, then: {closed: over}}\n"
        "  over: {title: Over, final: true, outcome: protected}\n"
    )
    files = {"referral.yaml": referral(_reported("")), "outer.yaml": outer}
    found = seen("state-without-deadline", files)
    assert [subject for subject, _ in found] == ["protocols.referral.states.reported"]


def test_the_shortest_protocol_with_limits_is_quiet() -> None:
    assert seen("state-without-deadline", {}) == []


def test_a_state_that_cases_only_pass_keeps_nobody_waiting() -> None:
    """What another strand begins with leaves both at once, unless it is ``later``."""
    inner = (
        "inner: {title: Inner, initial: wait, states: {wait: {title: Wait}, "
        f"later: {{title: Later, within: 1 day}}}}, activities: {{{LEAVE}}}}}"
    )
    ask = "ask: {decide: [{when: consent is given, to: helped}, {to: calm}]}"
    calm = "calm: {title: Calm, within: 1 day}"
    way = "{{title: Go, by: duty_officer, sets: {{consent: {}}}, to: {}}}"
    ways = (
        f"pass: {way.format('given', 'both')}, "
        f"stay: {way.format('refused', 'both.p.inner.later')}"
    )
    states = (
        f"  reported: {{title: Reported, {REST}, within: 1 day, "
        f"activities: {{{ways}}}}}\n"
        f"  both:\n    title: Both\n    {REST}\n    parallel:\n"
        f"      p: {{initial: inner, states: {{{inner}}}}}\n"
        f"      q: {{initial: ask, states: {{{ask}, {calm}}}}}\n"
        f"  helped: {{title: H, {REST}, within: 1 day, activities: {{{LEAVE}}}}}\n"
    )
    assert _unlimited(states) == []
    rests = states.replace("to: both.p.inner.later", "to: both.p.inner")
    assert _unlimited(rests) == ["protocols.referral.both.parallel.p.inner.wait"]


def test_what_is_never_possible_here_is_not_owed_here() -> None:
    """It stands around two states, and is possible in one of them."""
    say = "say: {title: Say, by: child, to: reported.second}"
    leave = LEAVE.replace("to:", "when: in second, to:")
    inner = "first: {title: First}, second: {title: Second, within: 1 day}"
    states = (
        f"  reported: {{title: Reported, {REST}, initial: first, "
        f"states: {{{inner}}}, activities: {{{leave}, {say}}}}}\n"
    )
    assert _unlimited(states) == []
    everywhere = states.replace("when: in second, ", "")
    assert _unlimited(everywhere) == ["protocols.referral.reported.first"]
