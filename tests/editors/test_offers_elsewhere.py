"""What is offered in a fragment, behind what runs, and for what a handover brings."""

import pytest

from katch_protocols.editors.offers import offering
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.session import EditorSession
from tests.editors.small import DAY, marked
from tests.rules.saltmarsh import SALTMARSH

REFERRAL = SALTMARSH["referral.yaml"]
LOST = "fragments/lost.yaml"
FRAGMENT = """\
fragment: lost
states:
  lost:
    title: Child lost
    held_by: duty_officer
    activities:
      find: {title: Find the child, by: duty_officer, to: reported}
activities:
  lose: {title: Lose sight, by: duty_officer, from: [reported, safe], to: lost}
"""
AROUND = """\
protocol: around
title: Around
initial: inside
states:
  inside:
    runs: referral
    then: {closed: over}
  over: {title: Over, final: true, outcome: protected}
safeguards:
  once: {rule: start at most 1 times}
"""
BOTH = REFERRAL.replace("initial: reported", "use: [lost]\ninitial: reported")


@pytest.fixture(scope="module")
def scopes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    texts = {
        **SALTMARSH,
        LOST: FRAGMENT,
        "around.yaml": AROUND,
        "referral.yaml": BOTH.replace(
            "{to: caseworker, ", "{to: [caseworker, line_manager], decline: safe, "
        ),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return EditorSession(folder, lambda: DAY).now().meanings.scopes


def offered(scopes, file, text):
    text, offset = marked(text)
    return {
        each.text
        for each in offering(scopes, WrittenPage(file, text), offset, "en").offers
    }


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("to: reported", "to: |", {"reported", "safe", "helped", "closed", "lost"}),
        ("from: [reported, safe]", "from: [|, safe]", {"reported", "helped", "lost"}),
        ("find: {", "find: {when: done |, ", {"refer", "make_safe", "find", "lose"}),
    ],
)
def test_a_fragment_can_name_what_stands_in_the_protocols_that_use_it(
    scopes, old, new, wanted
):
    assert old in FRAGMENT
    found = offered(scopes, LOST, FRAGMENT.replace(old, new, 1))
    assert wanted <= found
    assert "over" not in found


def test_what_runs_leads_on_from_its_ends(scopes):
    assert offered(
        scopes, "around.yaml", AROUND.replace("closed: over", "|: over")
    ) == {"closed"}


def test_each_receiver_answers_a_handover_to_several(scopes):
    own = "safeguards:\n  own: {rule: never |}\n"
    found = offered(scopes, "referral.yaml", BOTH + own)
    assert {
        each for each in found if each.endswith(("refer", "worker", "manager"))
    } == {
        "refer",
        "acknowledge_refer_caseworker",
        "acknowledge_refer_line_manager",
        "decline_refer_caseworker",
        "decline_refer_line_manager",
    }


def test_a_mapping_may_be_closed_in_a_line_below(scopes):
    head = "agencies:\n  far_shore:\n"
    text = f"{head}    {{title: Far shore, |: ngo,\n     level: district}}\n"
    found = offered(scopes, "agencies.yaml", text)
    assert {"kind", "mandates"} <= found
    assert not {"title", "level"} & found
