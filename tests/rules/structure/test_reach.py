"""Rules that ask what any case can reach."""

from tests.rules.saltmarsh import referral, seen

DANGER = "facts:\n  danger: {title: Danger, values: [present, absent]}\n"


def test_a_choice_at_the_start_takes_the_line_that_holds_then() -> None:
    states = """  triage:
    decide:
      - {when: danger is present, to: closed}
      - {to: reported}
  reported:
    title: Reported
    held_by: duty_officer
    activities:
      close: {title: Close, by: duty_officer, records: danger, to: closed}
"""
    text = referral(states, initial="triage", more=DANGER)
    assert seen("decide-line-never-taken", {"referral.yaml": text}) == [
        (
            "protocols.referral.states.triage.decide.0",
            {"state": "triage", "target": "closed"},
        )
    ]


def test_a_first_value_opens_the_line_at_the_start() -> None:
    states = """  triage:
    decide:
      - {when: danger is present, to: reported}
      - {to: closed}
  reported:
    title: Reported
    held_by: duty_officer
    activities:
      screen: {title: Screen, by: duty_officer, records: danger, to: triage}
"""
    facts = DANGER.replace("absent]", "absent], initially: present")
    text = referral(states, initial="triage", more=facts)
    assert seen("decide-line-never-taken", {"referral.yaml": text}) == []


def test_of_nested_states_that_nobody_enters_the_outermost_is_told() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      close: {title: Close, by: duty_officer, to: closed}
  sheltered:
    title: In a shelter
    held_by: caseworker
    initial: waiting
    states:
      waiting:
        title: Waiting
        activities:
          go: {title: Go, by: caseworker, to: closed}
"""
    assert seen("unreachable-state", {"referral.yaml": referral(states)}) == [
        (
            "protocols.referral.states.sheltered",
            {"state": "sheltered", "protocol": "referral", "behind": ""},
        )
    ]
    assert seen("impossible-activity", {"referral.yaml": referral(states)}) == []


def test_a_state_that_only_the_clock_reaches_is_reached() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    after: {72 hours: overdue}
    activities:
      close: {title: Close, by: duty_officer, to: closed}
  overdue:
    title: Overdue
    held_by: duty_officer
    activities:
      close: {by: duty_officer, to: closed}
"""
    assert seen("unreachable-state", {"referral.yaml": referral(states)}) == []


STRANDS = """  help:
    title: Help
    held_by: caseworker
    done: closed
    parallel:
      health:
        initial: ill
        states:
          ill: {title: Ill, activities: {cure: {title: Cure, by: caseworker, to: fit}}}
          fit: {title: Fit, final: true}
      school:
        initial: away
        states:
          away:
            title: Away
            activities:
              enrol:
                title: Enrol
                by: caseworker
                when: WHEN
                to: there
          there: {title: There, final: true}
"""


def test_a_condition_on_the_other_strand_may_fail() -> None:
    text = referral(STRANDS.replace("WHEN", "in help.health.fit"), initial="help")
    assert seen("condition-always-true", {"referral.yaml": text}) == []
    assert seen("condition-never-true", {"referral.yaml": text}) == []


def test_a_condition_on_both_states_of_the_other_strand_cannot_fail() -> None:
    condition = "in help.health.fit or in help.health.ill"
    text = referral(STRANDS.replace("WHEN", condition), initial="help")
    found = seen("condition-always-true", {"referral.yaml": text})
    assert [facts for _, facts in found] == [{"activity": "enrol", "state": "away"}]


def test_an_activity_of_the_whole_protocol_is_possible_everywhere() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      screen: {title: Screen, by: duty_officer, records: danger}
      close: {title: Close, by: duty_officer, to: closed}
"""
    more = DANGER + (
        "activities:\n"
        "  note: {title: Note, by: duty_officer, accountable: actor,"
        " when: danger is known or danger is unknown}\n"
    )
    files = {"referral.yaml": referral(states, more=more)}
    found = seen("condition-always-true", files)
    assert [facts for _, facts in found] == [{"activity": "note", "state": "referral"}]


def test_an_impossible_condition_beside_a_missing_document_blames_neither() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      file: {title: File, by: duty_officer, when: consent is given, needs: notice}
      close: {title: Close, by: duty_officer, to: closed}
"""
    more = "documents:\n  notice: {title: Notice}\n"
    files = {"referral.yaml": referral(states, more=more)}
    assert [path for path, _ in seen("impossible-activity", files)] == [
        "protocols.referral.states.reported.activities.file"
    ]
    assert seen("condition-never-true", files) == []


def test_two_entries_that_exclude_one_another_are_not_ambiguous() -> None:
    states = """  help:
    title: Help
    held_by: caseworker
    initial: planning
    activities:
      close: {title: Close, by: caseworker, when: danger is absent, to: closed}
    states:
      planning:
        title: Planning
        activities:
          screen: {title: Screen, by: caseworker, records: danger}
          close: {by: caseworker, when: danger is present, to: closed}
"""
    text = referral(states, initial="help", more=DANGER)
    assert seen("ambiguous-activity", {"referral.yaml": text}) == []


def test_a_circle_of_choices_that_no_case_enters_is_no_endless_settling() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      screen: {title: Screen, by: duty_officer, when: consent is given, to: round}
      close: {title: Close, by: duty_officer, to: closed}
  round: {decide: [{to: again}]}
  again: {decide: [{to: round}]}
"""
    files = {"referral.yaml": referral(states)}
    assert seen("endless-settling", files) == []
    assert len(seen("condition-never-true", files)) == 1


def test_a_circle_of_the_clock_is_endless_as_well() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    after: {72 hours: round}
    activities:
      close: {title: Close, by: duty_officer, to: closed}
  round: {decide: [{to: again}]}
  again: {decide: [{to: round}]}
"""
    assert seen("endless-settling", {"referral.yaml": referral(states)}) == [
        (
            "protocols.referral.states.reported.after.72 hours",
            {"activity": "clock(reported, 72 hours)"},
        )
    ]


def test_a_state_without_way_out_inside_one_that_can_be_left_is_no_dead_end() -> None:
    states = """  help:
    title: Help
    held_by: caseworker
    initial: waiting
    activities:
      close: {title: Close, by: caseworker, to: closed}
    states:
      waiting: {title: Waiting}
"""
    text = referral(states, initial="help")
    assert seen("dead-end-state", {"referral.yaml": text}) == []


def test_a_move_back_to_itself_is_no_way_out() -> None:
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      wait: {title: Wait, by: duty_officer, to: stuck}
      close: {title: Close, by: duty_officer, to: closed}
  stuck:
    title: Stuck
    held_by: duty_officer
    activities:
      again: {title: Again, by: duty_officer, to: stuck}
"""
    found = seen("dead-end-state", {"referral.yaml": referral(states)})
    assert [facts for _, facts in found] == [{"state": "stuck"}]


def test_an_activity_whose_from_names_an_end_or_a_choice_is_told_once() -> None:
    """Nobody reopens a case that is complete, and none rests at a choice."""
    states = """  reported:
    title: Reported
    held_by: duty_officer
    activities:
      screen: {title: Screen, by: duty_officer, records: danger, to: triage}
  triage:
    decide:
      - {when: danger is present, to: reported}
      - {to: closed}
"""
    reopen = """activities:
  reopen: {title: Reopen, by: duty_officer, from: [triage, closed], to: reported}
"""
    files = {"referral.yaml": referral(states, more=DANGER + reopen)}
    assert seen("activity-in-passing-state", files) == [
        (
            "protocols.referral.activities.reopen.from",
            {"activity": "reopen", "state": name},
        )
        for name in ("closed", "triage")
    ]
    assert seen("impossible-activity", files) == []


def test_of_two_lines_to_one_state_a_start_takes_one() -> None:
    states = """  triage:
    decide:
      - {when: danger is unknown, to: reported}
      - {when: danger is present, to: reported}
      - {to: reported}
  reported:
    title: Reported
    held_by: duty_officer
    activities:
      close: {title: Close, by: duty_officer, records: danger, to: closed}
"""
    text = referral(states, initial="triage", more=DANGER)
    assert [
        subject
        for subject, _ in seen("decide-line-never-taken", {"referral.yaml": text})
    ] == [f"protocols.referral.states.triage.decide.{place}" for place in (1, 2)]


def test_a_protocol_is_looked_at_though_a_strand_leads_on_by_itself() -> None:
    strand = """        title: {title}
        initial: begun
        states:
          begun:
            title: Begun
            activities:
              {act}: {{title: Do it, by: duty_officer, to: ended}}
          ended: {{title: Ended, final: true}}
          lost:
            title: Lost
            activities:
              find_{act}: {{title: Find, by: duty_officer, to: ended}}
"""
    states = f"""  reported:
    title: Reported
    held_by: duty_officer
    parallel:
      police:
{strand.format(title="Police", act="ask")}
        done: closed
      health:
{strand.format(title="Health", act="see")}
"""
    found = seen("unreachable-state", {"referral.yaml": referral(states)})
    parts = "protocols.referral.states.reported.parallel"
    assert [subject for subject, _ in found] == [
        f"{parts}.police.states.lost",
        f"{parts}.health.states.lost",
    ]
