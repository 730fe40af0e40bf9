"""A form asks for what an act needs: nothing less, and nothing that is refused."""

from random import Random

import pytest

from katch_protocols.errors import UnknownNameError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from katch_protocols.verbs.reading import handbook as shipped
from tests import quorum
from tests.cases.harbour import FILES, NOW, actor, begin, handbook
from tests.cases.living import PEOPLE, begun
from tests.making import make_handbook, make_protocol
from tests.stores.walks import next_step, people

OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")


def names(choices):
    return [each.name for each in choices]


def test_a_form_names_questions_with_answers_and_titles():
    form = begin().form("assess", by=OFFICER, at=NOW)
    assert (form.activity, form.state, form.refusal) == ("assess", "reported", None)
    assert form.title.say("kk") == "Қауіпті бағалау"
    (question,) = form.questions
    assert (question.fact, question.now) == ("danger", "unknown")
    assert question.title.say("ru") == "Опасность"
    assert names(question.values) == ["present", "absent"]
    assert (names(form.roles), names(form.produces)) == (["officer"], ["form"])
    assert [(c.role, c.agencies) for c in form.could] == [
        ("officer", ("police",)),
        ("worker", ("office",)),
    ]
    assert (form.reasons, form.seats, form.quorum, form.regions) == ((), (), 0, ())


def test_a_form_for_somebody_else_says_why_not():
    form = begin().form("assess", by=actor("u9", "child", agency=None))
    assert form.refusal is not None
    assert form.refusal.needs == (Need.ROLE,)
    assert names(form.roles) == []
    assert [each.fact for each in form.questions] == ["danger"]


def test_a_form_of_what_is_not_possible_yet_still_asks():
    form = begin().form("review", by=OFFICER)
    assert names(form.reasons) == ["yearly", "complaint"]
    assert form.refusal is not None
    assert form.refusal.needs == (Need.STATE,)


def test_a_form_names_who_must_take_part_by_the_act_or_by_a_sentence():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "present"})
    assert names(case.form("end_danger", by=OFFICER).together_with) == ["worker"]
    assert names(case.form("send").needs) == ["form"]


@pytest.mark.parametrize("state", ["assessed", "agreed"])
def test_whom_only_some_answers_ask_for_is_told_apart(state):
    """What is stated leads to one of two states, and one of them excepts."""
    text = FILES["referral.yaml"].replace(
        "        to: assessed\n  assessed:",
        """        to: weighed
  weighed: {decide: [{when: danger is absent, to: assessed}, {to: agreed}]}
  assessed:""",
    )
    rule = f"helped: {{rule: assess with worker unless {state}, source: [act]}}"
    made = handbook(referral=text.replace("one_hand:", f"{rule}\n  one_hand:"))
    case = open_case(made.protocols["referral"], reference="c", region="east", at=NOW)
    form = case.form("assess", by=OFFICER, at=NOW)
    assert (names(form.together_with), names(form.perhaps_with)) == ([], ["worker"])
    for danger, excepts in (("absent", "assessed"), ("present", "agreed")):
        given = {"by": OFFICER, "at": NOW, "records": {"danger": danger}}
        for others in ((), (WORKER,)):
            refused = case.why_not("assess", together_with=others, **given)
            assert (refused is None) == (bool(others) == (state != excepts))


def test_a_form_for_a_panel_has_its_seats_and_its_quorum():
    case = quorum.begin()
    form = case.form("decide_plan", by=quorum.person("ch", "caseworker"))
    panel = quorum.book().roles["case_panel"]
    assert sorted(names(form.seats)) == sorted(panel.others)
    assert form.quorum == panel.sitting
    assert [each.fact for each in form.questions] == ["verdict"]


def test_whoever_may_do_alone_what_a_panel_may_is_asked_for_no_panel():
    """Once, whoever then brought the members was refused: they have no part in it."""
    states = {
        "a": {"activities": {"go": {"by": ("officer", "case_panel"), "to": "b"}}},
        "b": {"final": True},
    }
    case = begun(make_handbook(make_protocol({"states": states}, name="first"))).case
    officer, nurse, teacher = PEOPLE[0], PEOPLE[2], PEOPLE[4]
    for by, seats in ((None, 2), (officer, 0), (nurse, 2), (teacher, 2)):
        form = case.form("go", by=by)
        assert (form.quorum, len(form.seats)) == (seats, seats)
    case.do("go", by=officer, at=case.last)


def test_who_takes_part_beside_a_panel_is_asked_for_though_a_seat_is_theirs():
    """They are further people; once, the form did not ask for them."""
    go = {"by": "case_panel", "together_with": ("nurse",), "to": "b"}
    states = {"a": {"activities": {"go": go}}, "b": {"final": True}}
    case = begun(make_handbook(make_protocol({"states": states}, name="first"))).case
    nurse, further, officer = PEOPLE[2], PEOPLE[3], PEOPLE[0]
    form = case.form("go", by=nurse)
    assert names(form.together_with) == ["nurse"]
    assert sorted(names(form.seats)) == ["officer", "teacher"]
    case.do("go", by=nurse, together_with=[further, officer], at=case.last)


def test_names_that_are_not_known_are_refused():
    with pytest.raises(UnknownNameError):
        begin().form("asess")
    with pytest.raises(TypeError, match="`activity`"):
        begin().form(7)


def test_whoever_fills_in_a_form_is_not_refused_for_what_it_asks():
    """Over the shipped protocols: what a step needed, its form had asked for."""
    book, chance = shipped(), Random(7)  # noqa: S311 - drawn again from its seed
    crowd, asked = people(book), 0
    for name, protocol in book.protocols.items():
        region = next(iter(book.regions))
        case = open_case(protocol, reference="c", region=region, at=NOW)
        for _ in range(6):
            step = next_step(case, crowd, chance)
            if step is None:
                break
            if step.verb == "do":
                words = step.words
                form = case.form(step.name, by=words["by"], state=words["state"])
                assert form.refusal is None, name
                assert {q.fact for q in form.questions} == set(words["records"])
                assert bool(form.reasons) is ("reason" in words)
                assert bool(form.regions) is ("opens_in" in words)
                asked += 1
            step.take(case, at=case.last)
    assert asked > 30
