"""Something measured as an event: of sentences, clocks, live cases and stories."""

from datetime import UTC, datetime, timedelta

import pytest

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.request import Actor
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.refusals import Need
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.proof_page import proof_pages
from katch_protocols.verbs.live_cases import open_case
from tests.rules.saltmarsh import FILES

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
MEASURED = """measured:
  interview: {title: The child is questioned}
  safe_place: {title: The child is safe}
"""
POLICE = """protocol: police
title: Police
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: Concern reported
    held_by: duty_officer
    function: protect
    within: 3 hours
    activities:
      ask: {title: Ask the child, by: duty_officer, counts_as: interview, to: asked}
  asked:
    title: Child asked
    held_by: duty_officer
    function: protect
    within: {limit: 24 hours, from: interview}
    activities:
      ask_again: {title: Ask again, by: duty_officer, counts_as: interview}
      place: {title: Find a bed, by: duty_officer, to: sheltered}
  sheltered: {title: Sheltered, counts_as: safe_place, final: true, outcome: protected}
"""
OFFICE = """protocol: office
title: Office
valid_from: 2026-01-01
initial: noticed
states:
  noticed:
    title: Child noticed
    held_by: caseworker
    function: protect
    within: 5 hours
    activities:
      hear:
        {title: Hear the child, by: caseworker, counts_as: [interview, safe_place],
         to: over}
  over: {title: Case over, final: true, outcome: protected}
"""
BARE = """protocol: bare
title: Bare
valid_from: 2026-01-01
initial: waiting
states:
  waiting:
    title: Child waits
    held_by: caseworker
    function: protect
    activities: {stop: {title: Stop, by: caseworker, to: gone}}
  gone: {title: Case gone, final: true, outcome: protected}
"""
SHARED = """safeguards:
  asked_once: {rule: interview at most 1 times, source: [harbour_act]}
  safe_soon: {rule: after interview then safe_place within 24 hours unless hear}
  soon_safe: {rule: after reported then safe_place within 27 hours}
"""


def book(safeguards: str = SHARED, **changed: str) -> Handbook:
    """Return Saltmarsh with three protocols that share no activity."""
    files = {
        **FILES,
        "handbook.yaml": FILES["handbook.yaml"] + MEASURED,
        "police.yaml": POLICE,
        "office.yaml": OFFICE,
        "bare.yaml": BARE,
        "safeguards.yaml": safeguards,
    }
    files |= {f"{name}.yaml": text for name, text in changed.items()}
    return read_texts(files).sound()


def proofs(protocol: str, made: Handbook) -> dict[str, Proof]:
    found = prove(chart(made.protocols[protocol], made), made)
    return {name: proof for name, proof in found.items() if name != SOUNDNESS}


def test_a_shared_sentence_binds_protocols_that_share_no_activity() -> None:
    made = book()
    bound = {
        name: {*binding_safeguards(chart(made.protocols[name], made), made)}
        for name in ("police", "office", "bare")
    }
    assert bound["police"] == {"asked_once", "soon_safe"}
    assert bound["office"] == {"asked_once", "safe_soon"}
    # Nothing counts as an interview there, so it does not have the name.
    assert bound["bare"] == set()


def test_every_activity_that_counts_is_the_event() -> None:
    assert proofs("office", book())["asked_once"].verdict is Verdict.HOLDS
    broken = proofs("police", book())["asked_once"]
    assert broken.verdict is Verdict.BROKEN
    assert broken.counterexample is not None
    steps = [row.activity for row in broken.counterexample.rows]
    assert steps == ["ask", "ask_again"]


def test_a_state_that_counts_is_waited_for_as_it_is_entered() -> None:
    # 3 hours until the first interview, then 24 from the last: no end to asking again.
    assert proofs("police", book())["soon_safe"].verdict is Verdict.BROKEN
    plain = POLICE.replace(", counts_as: interview}", "}")
    found = proofs("police", book(police=plain))["soon_safe"]
    assert found.verdict is Verdict.HOLDS
    assert found.reason is not None
    assert found.reason.every_fact()["sum"] == "3 hours + 24 hours"


def test_one_event_is_never_later_than_itself_by_its_other_name() -> None:
    # Hearing is the interview and the safe place at once: nothing follows it.
    found = proofs("office", book("safeguards: {a: {rule: after hear then interview}}"))
    assert found["a"].verdict is Verdict.BROKEN
    rule = "safeguards: {a: {rule: hear requires interview}}"
    assert proofs("office", book(rule))["a"].verdict is Verdict.BROKEN


def test_an_act_that_counts_itself_is_the_last_and_nothing_since_then() -> None:
    rule = "{rule: ask_again requires interview each time, source: harbour_act}"
    found = proofs("police", book(f"safeguards:\n  asked_anew: {rule}\n"))["asked_anew"]
    assert found.verdict is Verdict.BROKEN
    assert found.counterexample is not None
    done = [row.activity for row in found.counterexample.rows]
    assert done == ["ask", "ask_again", "ask_again"]


def test_the_story_and_the_page_say_the_title_of_what_is_measured() -> None:
    made = book()
    made_chart = chart(made.protocols["police"], made)
    page = proof_pages(made_chart, made)["en"]
    assert "«The child is questioned» happens at most once in a case." in str(page)


def test_a_live_clock_counts_from_the_last_that_counts() -> None:
    case = open_case(book().protocols["police"], reference="r1", region=None, at=NOW)
    officer = Actor("o1", roles=("duty_officer",), agency="harbour_police", region=None)
    case.do("ask", by=officer, at=NOW)
    hour = timedelta(hours=1)
    case.do("ask_again", by=officer, at=NOW + 5 * hour)
    (due,) = case.due(NOW + 6 * hour)
    assert due.at == NOW + 29 * hour


def test_a_live_case_keeps_apart_whatever_counts() -> None:
    rule = "safeguards: {a: {rule: interview and place by different people}}"
    case = open_case(
        book(rule).protocols["police"], reference="r1", region=None, at=NOW
    )
    one, two = (
        Actor(token, roles=("duty_officer",), agency="harbour_police", region=None)
        for token in ("o1", "o2")
    )
    case.do("ask", by=one, at=NOW)
    case.do("ask_again", by=two, at=NOW)
    for officer in (one, two):
        with pytest.raises(ActivityRefusedError) as caught:
            case.do("place", by=officer, at=NOW)
        assert caught.value.refusal.needs == (Need.SEPARATION,)
        assert "Whoever did «The child is questioned»" in str(caught.value.refusal)


def test_what_counts_is_part_of_the_meaning_that_a_case_is_pinned_to() -> None:
    rule = "safeguards: {a: {rule: interview and place by different people}}"

    def pin(text: str) -> str:
        made = book(rule, police=text)
        return compiled_case(made.protocols["police"], made).edition.pin

    fewer = POLICE.replace(
        "again, by: duty_officer, counts_as: interview}", "again, by: duty_officer}"
    )
    assert fewer != POLICE
    assert pin(POLICE) != pin(fewer)


def test_the_table_lists_what_counts_as_sets_and_has_no_new_rows() -> None:
    made = book()
    table = compile_chart(chart(made.protocols["police"], made)).to_json()
    assert table["measured"] == {
        "interview": {"activities": ["ask", "ask_again"], "states": []},
        "safe_place": {"activities": [], "states": ["sheltered"]},
    }
    assert [row["activity"] for row in table["rows"]] == ["ask", "ask_again", "place"]
    starts = {each["value"]: each["start"] for each in table["deadlines"]}
    assert starts == {"reported": None, "asked": "interview"}
