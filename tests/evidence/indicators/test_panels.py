"""Whether a case kept a sentence about people where a panel decides.

Whoever sat has acted, and whoever takes part besides has not.
"""

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.evidence.indicators.history import history_of
from katch_protocols.evidence.indicators.judging import judge
from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.sentences.text import parse_safeguard
from tests.quorum import FILES, NOW, begin, person

CHAIR, OFFICER = person("ch", "caseworker"), person("po", "duty_officer")
NURSE, TEACHER = person("nu", "nurse"), person("te", "teacher")
PLAIN = {"safeguards": "safeguards: {}\n"}


def decided(*others, **files: str) -> Case:
    """Return a case in which the chair took over, and decided with others."""
    case = begin(**PLAIN, **files)
    records = {"verdict": "granted"}
    case.do("decide_plan", by=CHAIR, together_with=others, records=records, at=NOW)
    return case


def kept(text: str, case: Case) -> Keeping:
    return judge(parse_safeguard(text), history_of(case.view()), NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decide_plan with nurse", Keeping.BROKEN),
        ("decide_plan with teacher", Keeping.KEPT),
        ("decide_plan with caseworker", Keeping.KEPT),
        ("only case_panel does decide_plan", Keeping.KEPT),
        ("only caseworker does decide_plan", Keeping.BROKEN),
        ("only welfare_office does decide_plan", Keeping.BROKEN),
        ("only caseworker / school / duty_officer does decide_plan", Keeping.KEPT),
        ("only case_panel does acknowledge_refer", Keeping.KEPT),
        ("only caseworker does acknowledge_refer", Keeping.KEPT),
        ("only nurse does acknowledge_refer", Keeping.BROKEN),
        ("acknowledge_refer with case_panel", Keeping.KEPT),
        ("acknowledge_refer and decide_plan by the same person", Keeping.KEPT),
        ("refer and decide_plan by different people", Keeping.BROKEN),
    ],
)
def test_whoever_sat_has_acted_and_nobody_else(text, expected):
    assert kept(text, decided(OFFICER, TEACHER)) is expected


def test_whoever_takes_part_besides_the_seats_has_not_acted():
    beside = FILES["referral.yaml"].replace(
        " by: case_panel\n", " by: case_panel\n        together_with: line_manager\n"
    )
    case = decided(OFFICER, TEACHER, person("lm", "line_manager"), referral=beside)
    case.do("appeal", by=person("lm", "line_manager"), at=NOW)
    text = "decide_plan and appeal by different people"
    assert kept(text, case) is Keeping.KEPT


@pytest.mark.parametrize("other", ["weighed and decide_plan", "reported and refer"])
def test_what_nobody_does_is_held_against_nobody(other):
    assert kept(f"{other} by different people", begin(**PLAIN)) is Keeping.KEPT
