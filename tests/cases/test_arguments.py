"""What a host hands in wrongly is named, said in one sentence, and never repeated."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.errors import (
    ActivityRefusedError,
    ConflictError,
    InstantError,
    KatchError,
    OpaqueError,
    UnknownNameError,
)
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case, pin
from tests.cases.harbour import NOW, actor, begin, book

PROTOCOL = book().protocols["referral"]
OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
TELEPHONE = "+7 701 555 01 01"
LONG = "9" * 3_000_000


class Likeness:
    """Looks like an actor, but nobody looked at its token."""

    token = 'Q","by2":"x'  # noqa: S105 - opaque, and no secret
    roles = frozenset(["officer"])
    agency = "police"
    region = None
    qualified = frozenset(["interviewing"])


def assess(**words):
    given = {"by": OFFICER, "at": NOW, "records": {"danger": "absent"}, **words}
    return begin().do(given.pop("activity", "assess"), **given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"activity": 7}, "`activity` must be a text, not int"),
        ({"activity": None}, "`activity` must be a text, not NoneType"),
        ({"by": "c1"}, "`by` must be an Actor, not str"),
        ({"by": None}, "`by` must be an Actor, not NoneType"),
        ({"by": Likeness()}, "`by` must be an Actor, not Likeness"),
        ({"together_with": WORKER}, "`together_with` must be a list"),
        ({"together_with": "u2"}, "`together_with` must be a list of Actors, not str"),
        ({"together_with": ["u2"]}, "`together_with[…]` must be an Actor, not str"),
        ({"together_with": 0}, "`together_with` must be a list of Actors, not int"),
        ({"records": []}, "`records` must be a mapping"),
        ({"records": [("danger", "absent")]}, "`records` must be a mapping"),
        ({"records": {"danger": 1}}, "`records[…]` must be a text, not int"),
        ({"records": {1: "absent"}}, "`records[…]` must be a text, not int"),
        ({"records": {"danger": ["absent"]}}, "`records[…]` must be a text, not list"),
        ({"reason": 7}, "`reason` must be a text, not int"),
        ({"role": ["officer"]}, "`role` must be a text, not list"),
        ({"state": 7}, "`state` must be a text, not int"),
        ({"expected_version": "0"}, "`expected_version` must be a whole number"),
        ({"expected_version": 0.0}, "`expected_version` must be a whole number"),
        ({"expected_version": True}, "`expected_version` must be a whole number"),
        ({"at": "2026-03-18"}, "`at` must be a datetime"),
        ({"at": date(2026, 3, 18)}, "`at` must be a datetime with a time zone"),
        ({"at": 1_773_813_600}, "not int"),
        ({"at": lambda: "now"}, "`at` must be a datetime with a time zone"),
        ({"at": None}, "not NoneType"),
    ],
)  # fmt: skip
def test_an_argument_of_another_type_is_named(words, said):
    with pytest.raises(TypeError) as caught:
        assess(**words)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda case: case.possible("c1"), "by"),
        (lambda case: case.possible(at="now"), "at"),
        (lambda case: case.why_not(7), "activity"),
        (lambda case: case.why_not("assess", by="c1"), "by"),
        (lambda case: case.why_not("assess", records=[]), "records"),
        (lambda case: case.why_not("assess", together_with="c1"), "together_with"),
        (lambda case: case.due("now"), "now"),
        (lambda case: case.overdue(7), "now"),
        (lambda case: case.advance(0), "now"),
        (lambda case: lend(case, by="u2"), "by"),
        (lambda case: lend(case, role=7), "role"),
        (lambda case: lend(case, until="later"), "until"),
        (lambda case: lend(case, at="now"), "at"),
        (lambda case: Case.restore("referral", case.snapshot()), "protocol"),
        (lambda _: Case.restore(PROTOCOL, {}, handbook="harbour"), "handbook"),
        (lambda _: open_case("referral", reference="case-1", at=NOW), "protocol"),
        (lambda _: begin(region=["east"]), "region"),
        (lambda _: begin(at="now"), "at"),
        (lambda _: pin("referral"), "protocol"),
        (lambda _: Actor("u1", roles="officer", agency=None, region=None), "roles"),
        (lambda _: Actor("u1", roles=[None], agency=None, region=None), "roles[…]"),
        (lambda _: Actor("u1", roles=7, agency=None, region=None), "roles"),
        (lambda _: Actor("u1", roles=[], agency=["police"], region=None), "agency"),
        (lambda _: Actor("u1", roles=[], agency=None, region=7), "region"),
    ],
)
def test_a_question_with_an_argument_of_another_type_names_it(ask, name):
    with pytest.raises(TypeError) as caught:
        ask(begin())
    assert str(caught.value).startswith(f"`{name}` must be ")


def lend(case, **words):
    given = {"by": WORKER, "deputy": "u8", "role": "worker", "at": NOW}
    return case.stand_in(**{**given, "until": NOW + timedelta(days=1), **words})


def test_a_loan_that_is_over_before_it_begins_is_said_to_be_so():
    for until in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(InstantError) as caught:
            lend(begin(), until=until)
        assert (caught.value.name, caught.value.code) == ("until", "order")
        assert str(caught.value) == (
            "`until` cannot be used. "
            "It is not after `at`, and a stand-in ends later than it begins."
        )


@pytest.mark.parametrize(
    "given",
    [TELEPHONE, LONG, "Анна", "assess\n" * 9],
    ids=["telephone", "long", "name", "lines"],
)
def test_what_is_refused_is_never_repeated(given):
    """It may be a name or a telephone, and the error goes into somebody's log."""
    calls = [
        lambda: assess(activity=given),
        lambda: assess(records={given: "absent"}),
        lambda: assess(records={"danger": given}),
        lambda: assess(reason=given),
        lambda: assess(role=given),
        lambda: assess(state=given),
        lambda: assess(key=given),
        lambda: begin(region=given),
        lambda: begin().why_not(given),
        lambda: lend(begin(), deputy=given),
        lambda: lend(begin(), role=given),
        lambda: Actor(given, roles=[], agency=None, region=None),
        lambda: assess(by=Actor("u1", roles=[given], agency=given, region=given)),
        lambda: Case.restore(PROTOCOL, given),
        lambda: Case.restore(PROTOCOL, {**begin().snapshot(), "opened": given}),
        lambda: Case.restore(PROTOCOL, {**begin().snapshot(), "region": given}),
    ]
    for call in calls:
        with pytest.raises(KatchError) as caught:
            call()
        told = [str(caught.value), repr(vars(caught.value))]
        cause = caught.value.__cause__
        if cause is not None or not caught.value.__suppress_context__:
            told += [repr(cause), repr(caught.value.__context__)]
        refusal = getattr(caught.value, "refusal", None)
        told += [] if refusal is None else map(refusal.say, ("en", "ru", "kk"))
        assert not any(given in text for text in told)
        assert max(map(len, told)) < 5_000


@pytest.mark.parametrize(
    "version", [77_015_550_101, -1, 10**5_000], ids=["telephone", "below", "long"]
)
def test_a_version_that_no_case_reaches_is_a_conflict_that_does_not_repeat_it(version):
    with pytest.raises(ConflictError) as caught:
        assess(expected_version=version)
    assert "it is at version 0, not …" in str(caught.value)


def test_an_unknown_name_still_offers_the_nearest_that_is_known():
    with pytest.raises(UnknownNameError) as caught:
        assess(records={"danger": "absnt"})
    assert (caught.value.kind, caught.value.name) == ("value", "")
    assert caught.value.near == ("absent",)
    assert str(caught.value) == (
        "What was given is not the name of any value. The nearest is 'absent'."
    )


def test_names_of_the_host_that_the_handbook_does_not_have_give_no_right():
    """A directory knows more roles than a handbook does; that is no error."""
    odd = Actor(
        "u1",
        roles=["officer", "head_of_garage"],
        agency="police",
        region="east",
        qualified=["interviewing", "first_aid"],
    )
    assert begin().possible(by=odd) == ("assess",)
    assert assess(by=odd).role == "officer"
    assert lend(begin(), by=odd, role="officer").by == "u1"
    nobody = Actor("u9", roles=["oficer"], agency="garage", region="moon")
    assert begin().possible(by=nobody) == ()
    found = begin().why_not("assess", by=nobody)
    assert found.needs == (Need.REGION, Need.ROLE, Need.QUALIFICATION)
    with pytest.raises(ActivityRefusedError) as caught:
        assess(by=nobody)
    assert caught.value.refusal.needs == found.needs


def test_a_token_is_looked_at_wherever_it_enters():
    with pytest.raises(TypeError):
        assess(by=Likeness())
    with pytest.raises(TypeError):
        begin().why_not("assess", by=Likeness())
    with pytest.raises(OpaqueError):
        lend(begin(), deputy=Likeness.token)


JUNK = st.none() | st.integers() | st.text() | st.floats() | st.lists(st.text())
NAMES = ["by", "at", "together_with", "records", "reason", "role", "state"]
NAMES += ["expected_version", "key"]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JUNK, min_size=1), st.text())
def test_whatever_is_given_is_done_or_refused_and_never_leaks(words, activity):
    """Nothing else comes out than a refusal of ours or a named type."""
    for name in (activity, "assess"):
        case = begin()
        before = case.snapshot()
        given = {"by": OFFICER, "at": NOW, "records": {"danger": "absent"}, **words}
        wrong = None
        try:
            case.do(name, **given)
        except (KatchError, TypeError) as error:
            wrong = error
        assert wrong is None or case.snapshot() == before
        assert not isinstance(wrong, TypeError) or str(wrong).startswith("`")
        case.verify()
