"""The register: what it knows, what it may not know, and what it says of itself."""

from datetime import date

import pytest

from katch_protocols.files.fixes import edits
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Severity
from katch_protocols.rules.check import check, check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.registered import findable, is_registrable
from katch_protocols.rules.rule import Family, rules
from tests.rules.saltmarsh import SALTMARSH, TODAY

REGION = """region: eastmarsh
title: Eastmarsh
roles:
  caseworker: {unbound: The office has no caseworker yet}
"""
GAP = ("role-unbound", "regions.eastmarsh.roles.caseworker")


def entry(**keys):
    known = {"finding": GAP[0], "at": GAP[1], "owner": "welfare_office"}
    known |= {"due": "2026-12-31", **keys}
    inside = ", ".join(f"{key}: {value}" for key, value in known.items())
    return f"  no_caseworker: {{{inside}}}\n"


def handbook(register, region=REGION):
    texts = {**SALTMARSH, "regions/eastmarsh.yaml": region}
    if register:
        texts["register.yaml"] = f"register:\n{register}"
    return read_texts(texts).sound()


def told(register, *, day=TODAY, region=REGION):
    """Return rule, subject and entry of all that a check finds."""
    found = check(handbook(register, region), as_of=day)
    return [(each.rule, each.subject, each.registered) for each in found]


def test_what_the_register_knows_is_marked_with_its_entry():
    assert told("") == [(*GAP, "")]
    assert told(entry()) == [(*GAP, "no_caseworker")]


def test_the_last_day_itself_is_in_time():
    assert told(entry(), day=date(2026, 12, 31)) == [(*GAP, "no_caseworker")]
    late = ("register-entry-overdue", "register.no_caseworker.due", "")
    assert told(entry(), day=date(2027, 1, 1)) == [
        (*GAP, "no_caseworker"),
        late,
    ]
    assert told(entry(), day=None) == [(*GAP, "no_caseworker")]


MISTAKES = [
    ({"finding": "role-unbounded"}, "unknown-rule", ("role-unbound",)),
    ({"finding": "safeguard-broken"}, "not-registrable", ()),
    ({"finding": "missing-key"}, "not-registrable", ()),
    ({"finding": "register-entry-overdue"}, "not-registrable", ()),
    ({"owner": "welfare_ofice"}, "unknown-party", ("welfare_office",)),
    ({"owner": "", "due": ""}, "register-entry-without-owner", ()),
    ({"due": ""}, "register-entry-without-owner", ()),
    (
        {"at": "regions.eastmarsh.roles.caseworkers"},
        "register-entry-solved",
        ("regions.eastmarsh.roles.caseworker",),
    ),
]


@pytest.mark.parametrize(("keys", "rule", "near"), MISTAKES)
def test_a_mistake_in_an_entry_is_found_where_it_is(keys, rule, near):
    found = check(handbook(entry(**keys)), as_of=TODAY)
    mine = [each for each in found if each.path[0] == "register"]
    assert [(each.rule, each.near) for each in mine] == [(rule, near)]


@pytest.mark.parametrize(
    "keys", [{"owner": ""}, {"due": ""}, {"finding": "told-twice"}]
)
def test_what_nobody_has_taken_up_is_new(keys):
    found = check(handbook(entry(**keys)), as_of=TODAY)
    assert [each.registered for each in found if each.rule == GAP[0]] == [""]


def test_two_entries_for_one_finding():
    register = entry() + entry().replace("no_caseworker", "again")
    found = told(register)
    assert ("register-entry-twice", "register.again", "") in found
    assert (*GAP, "no_caseworker") in found


def test_a_closed_gap_is_told_once_and_is_never_late():
    bound = REGION.replace(
        "unbound: The office has no caseworker yet", "agency: welfare_office"
    )
    found = told(entry(), day=date(2027, 1, 1), region=bound)
    assert found == [("register-entry-solved", "register.no_caseworker.at", "")]


def test_nothing_is_called_closed_where_no_day_is_asked_about():
    """Without a day an agency that has ended counts, and hides a gap of today."""
    ended = SALTMARSH["agencies.yaml"].replace(
        "  harbour_police:\n", "  harbour_police:\n    valid_to: 2026-01-31\n", 1
    )
    assert ended != SALTMARSH["agencies.yaml"]
    known = entry(
        finding="answers-to-itself", at="protocols.referral.states.helped.within"
    )
    texts = {
        **SALTMARSH,
        "agencies.yaml": ended,
        "register.yaml": f"register:\n{known}",
    }
    book = read_texts(texts).sound()
    today = {(each.rule, each.registered) for each in check(book, as_of=TODAY)}
    assert ("answers-to-itself", "no_caseworker") in today
    undated = {each.rule for each in check(book)}
    assert not undated & {"answers-to-itself", "register-entry-solved"}


def test_nothing_is_called_closed_where_it_was_not_looked_at():
    book = handbook(entry(at="regions.westmarsh"))
    rule = "register-entry-solved"
    partly = check(book, incomplete=frozenset({"regions.eastmarsh"}), as_of=TODAY)
    shallow = check_context(Context(book, as_of=TODAY, deep=False))
    assert rule not in {each.rule for each in (*partly, *shallow)}
    assert rule in {each.rule for each in check(book, as_of=TODAY)}


def test_errors_and_the_register_itself_are_never_registered():
    known = findable()
    errors = [each for each in rules() if each.severity is Severity.ERROR]
    own = [each for each in rules() if each.family == Family.REGISTER]
    assert errors
    assert not any(is_registrable(known[each.name]) for each in (*errors, *own))
    assert is_registrable(known["role-unbound"])
    assert known["missing-key"] is None


def test_a_gap_that_another_entry_knows_is_not_offered_for_a_closed_one():
    """Two bodies with gaps of one kind; that of the first is closed."""
    other = "regions.eastmarsh.roles.caseworkers"
    register = entry() + entry(at=other).replace("no_caseworker", "closed")
    found = check(handbook(register), as_of=TODAY)
    [solved] = [each for each in found if each.rule == "register-entry-solved"]
    assert (solved.subject, solved.near) == ("register.closed.at", ())


def test_what_an_entry_may_mean_is_offered_and_left_to_a_person():
    """`katch check` counts as slips what `katch fix` mends."""
    text = "register:\n" + entry(at="regions.eastmarsh.roles.caseworkers")
    found = check(handbook(text.removeprefix("register:\n")), as_of=TODAY)
    assert any(each.near for each in found)
    assert edits(found, {"register.yaml": text.encode()}) == ()
