"""A new version is brought into force with running cases, by a plan that is read first.

Forty-one cases of an older protocol stand at every place of it. The new version calls
one state otherwise, has no end for the forgotten, and binds more people.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.errors import UnknownNameError
from katch_protocols.stores import planning
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.tables import meanings
from tests.cases.harbour import FILES, NOW, actor, handbook
from tests.stores.conftest import BOTH, PEOPLE
from tests.stores.test_steps import Clock
from tests.stores.test_tampering import Attack

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SAFE, DANGER = {"danger": "absent"}, {"danger": "present"}
CROWD = {
    **PEOPLE,
    "u5": actor("u5", "worker"),
    "u6": actor("u6", "judge"),
    "u7": actor("u7", "officer"),
}


def edited(text, *edits):
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


TEXT = FILES["referral.yaml"]
APART = """  one_hand: {rule: assess and place by the same person, source: [act]}
  other_agency: {rule: assess and review by different agencies, source: [act]}
"""
PARK = """
      park:
        title: {en: Park, ru: Отложить, kk: Кейінге қалдыру}
        by: worker
        to: parked
  parked:
    title: {en: Parked, ru: Отложено, kk: Кейінге}
    held_by: worker
    activities:
      take: {title: {en: Take, ru: Взять, kk: Алу}, by: worker, to: agreed}
  placed:
"""
FORGOTTEN = """  forgotten:
    {title: {en: Forgotten, ru: Забыто, kk: Ұмытылды}, final: true, outcome: adverse}
"""
OLD = handbook(referral=edited(TEXT, (APART, ""), ("\n  placed:\n", PARK)))
MOVED = (
    ("version: 1.2.0", "version: 2.0.0"),
    ("\n  assessed:", "\n  weighed:"),
    ("to: assessed", "to: weighed"),
    ("decline: assessed", "decline: weighed"),
    ("within: 3 working days", "within: 1 working days"),
    ("    after: {30 days: forgotten}\n", ""),
    (FORGOTTEN, ""),
    ("safeguards:", "moves: {assessed: weighed}\nsafeguards:"),
)
NEW = handbook(referral=edited(TEXT, *MOVED))
PIN = compiled_case(NEW.protocols["referral"], NEW).edition.pin
LIFE = (
    ("assess", "u7", {"records": SAFE}),
    ("send", "u2", {}),
    ("acknowledge_send", "u3", {}),
    ("hearing.hear", "u1", {"together_with": ["u4"]}),
    ("hearing.rule_on", "u2", {}),
    ("review", "u6", {"reason": "yearly"}),
)


def live(store, steps, *more):
    """Open a case and take the first so many steps of a life, then some more."""
    reference = store.open_case("referral", region="east").reference
    for name, by, words in (*LIFE[:steps], *more):
        store.do(reference, name, by=by, key=f"k-{name.rpartition('.')[2]}", **words)
    return reference


OWN_AGENCY = ("review", "u1", {"reason": "complaint"})
PARKED = ("park", "u2", {})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def open_old(open_store, clock):
    return lambda **words: open_store(
        **{"handbook": OLD, "actors": CROWD.get, "clock": clock, **words}
    )


@pytest.fixture
def store(open_old):
    return open_old()


def pins(store):
    return {each.reference: each.pin for each in store.cases(limit=1000)}


def crowd(store, times, odd):
    """Open running cases at every place, some of which has no image."""
    moving = [live(store, steps) for _ in range(times) for steps in range(7)]
    broken = [live(store, 5, OWN_AGENCY) for _ in range(odd)]
    return moving, broken, [live(store, 5, PARKED) for _ in range(odd)]


@BOTH
def test_forty_one_running_cases_are_moved_by_a_plan_that_was_read(
    store, clock, monkeypatch, address
):
    times, odd = (5, 3) if address.startswith("sqlite") else (1, 1)
    moving, broken, parked = crowd(store, times, odd)
    ended = live(store, 5, ("place", "u7", {"together_with": ["u4"]}))
    before, clock.now = pins(store), NOW + 4 * DAY
    plan = store.plan_migration(NEW)
    assert len(plan.cases) == (41 if times > 1 else 9)
    assert sorted(each.reference for each in plan.moving) == sorted(moving)
    stays = {
        each.reference: (each.code, each.name, each.event) for each in plan.staying
    }
    assert {stays[each] for each in broken} == {("sentence", "other_agency", 5)}
    assert {stays[each] for each in parked} == {("state", "parked", None)}
    overdue = {each.reference: each.overdue for each in plan.moving if each.overdue}
    assert sorted(overdue) == sorted(moving[1::7])
    assert {due.name for each in overdue.values() for due in each} == {"weighed"}
    assert pins(store) == before  # a plan writes nothing
    for each in plan.cases:
        assert all(each.said(language) for language in ("en", "ru", "kk"))
    carried_out_in_two_goes(store, plan, monkeypatch, 4)
    found = pins(store)
    assert {found[each] for each in moving} == {PIN}
    assert {found[each] for each in (*broken, *parked)} == {before[parked[0]]}
    assert store.case(ended).pin == before[parked[0]]
    assert store.verify()


def carried_out_in_two_goes(store, plan, monkeypatch, first):
    """Carry a plan out, be stopped after the first cases, and go on."""
    taken, judge = iter(range(first)), planning.MigrationJudge.judge

    def stopped(*given):
        if next(taken, None) is None:
            raise KeyboardInterrupt
        return judge(*given)

    with monkeypatch.context() as patch:
        patch.setattr(planning.MigrationJudge, "judge", stopped)
        with pytest.raises(KeyboardInterrupt):
            plan.carry_out()
    assert [*pins(store).values()].count(PIN) == first
    again = store.plan_migration(NEW)
    assert len(again.cases) == len(plan.cases) - first
    done = again.carry_out()
    assert len(done.moved) == len(plan.moving) - first
    assert (done.stayed, done.failed) == ((), ())
    assert plan.carry_out().moved == ()  # all are there


def test_a_process_with_the_old_handbook_goes_on_with_a_case_that_moved(
    store, open_old
):
    reference = live(store, 6)
    store.plan_migration(NEW).carry_out()
    other = open_old()  # its handbook is the old one
    case = other.case(reference)
    assert (case.now.states, case.events[-1].kind) == (("agreed",), "migrated")
    refused = case.why_not("place", by=CROWD["u1"], together_with=[CROWD["u4"]])
    assert [unmet.facts["safeguard"] for unmet in refused.unmet] == ["one_hand"]
    words = {"by": "u7", "together_with": ["u4"]}
    assert other.do(reference, "place", **words).states == ("placed",)
    old = other.do(reference, "assess", by="u7", records=SAFE, key="k-assess")
    assert (old.repeated, old.event.activity) == (True, "assess")
    assert other.verify()


def test_who_was_told_of_a_deadline_is_not_told_again_under_its_new_name(store, clock):
    reference = live(store, 1)
    clock.now += 30 * DAY - HOUR
    assert [each.name for each in store.tick().told] == ["assessed", "assessed"]
    store.plan_migration(NEW).carry_out()
    assert store.tick().told == ()
    (work,) = store.work(protocol="referral", state="weighed")
    assert (work.reference, work.told, work.began) == (reference, 2, 0)
    assert store.rebuild() == 1
    assert store.tick().told == ()


def test_what_the_clock_owed_comes_first(store, clock):
    reference = live(store, 1)
    clock.now += 31 * DAY
    plan = store.plan_migration(NEW)
    assert plan.cases == ()  # it is forgotten, and over
    store.tick()
    assert store.case(reference).now.states == ("forgotten",)


def test_receivers_are_told_of_a_move_in_its_turn(store):
    reference = live(store, 2)
    store.set_receiver(Receiver("host", wants="all"))
    store.plan_migration(NEW).carry_out()
    sent = []
    store.deliver(sent.append)
    assert [(post.kind, post.data["event"]["kind"]) for post in sent] == [
        ("event", "migrated")
    ]
    migration = sent[0].data["event"]["migration"]
    assert migration["to"] == store.case(reference).pin


def test_a_case_that_went_on_since_the_plan_is_judged_again(store):
    first, second, third = (live(store, 5) for _ in range(3))
    plan = store.plan_migration(NEW)
    assert len(plan.moving) == 3
    store.do(first, "review", by="u1", reason="complaint")
    store.do(second, "place", by="u7", together_with=["u4"])
    done = plan.carry_out()
    assert done.moved == (third,)
    assert [(each.reference, each.code) for each in done.stayed] == [
        (first, "sentence")
    ]


def test_one_case_that_does_not_hold_stops_no_other(store):
    first, second = live(store, 2), live(store, 3)
    with store._steps.writing() as tx:
        change = "UPDATE kp_event SET body = '{}' WHERE reference = :mine"
        tx.execute(text(change), {"mine": first})
    plan = store.plan_migration(NEW)
    assert [(each.reference, each.code) for each in plan.staying] == [
        (first, "unsound")
    ]
    assert plan.carry_out().moved == (second,)


ORDER = "  late: {rule: send requires end_danger, source: [act]}\n"


@pytest.mark.parametrize(
    ("edits", "steps", "expected"),
    [
        ([("when: danger is absent", "when: danger is present")], 2, ("unreachable",)),
        ([("safeguards:\n", "safeguards:\n" + ORDER)], 2, ("sentence", "late", 1)),
        (
            [("  agreed:\n", "  agree:\n"), ("ruled: agreed", "ruled: agree")],
            5,
            ("state", "agreed"),
        ),
        (
            [("assess and place by", "assess and send by")],
            2,
            ("sentence", "one_hand", 1),
        ),
        (
            [("  reported:\n", "  told:\n"), ("initial: reported", "initial: told")],
            1,
            ("",),
        ),
    ],
)
def test_each_verdict_has_its_reason(store, edits, steps, expected):
    live(store, steps)
    new = handbook(referral=edited(TEXT, *edits))
    (found,) = store.plan_migration(new).cases
    said = found.code, found.name, found.event
    assert said[: len(expected)] == expected
    assert found.moves is not bool(found.code)
    if steps == 1:
        assert found.first == -1


CHIEF = (
    "by: worker\n        when: danger is absent",
    "by: chief\n        when: danger is absent",
)


def test_a_version_that_is_too_large_asks_for_a_legal_log(store, monkeypatch):
    monkeypatch.setattr(
        planning.MigrationJudge.__init__, "__kwdefaults__", {"limit": 1}
    )
    live(store, 4)
    (found,) = store.plan_migration(NEW).cases
    assert (found.moves, found.first) == (True, None)
    other = handbook(referral=edited(TEXT, *MOVED, CHIEF))
    (found,) = store.plan_migration(other).cases
    assert (found.moves, found.code, found.first) == (False, "too-large", 1)


def test_a_case_moves_again_and_every_chapter_is_verified(store, open_old, tmp_path):
    reference = live(store, 3)
    store.plan_migration(NEW).carry_out()
    store.do(reference, "hearing.hear", by="u1", together_with=["u4"])
    third = handbook(referral=edited(TEXT, ("within: 2 hours", "within: 3 hours")))
    assert store.plan_migration(third, protocol="referral").carry_out().moved
    kinds = [event.kind for event in store.case(reference).events]
    assert kinds.count("migrated") == 2
    assert store.verify()
    store.do(reference, "hearing.rule_on", by="u2")
    sheet = tmp_path / "cases.jsonl"
    assert store.export(sheet) == 1
    copy = open_old(url=f"sqlite:///{tmp_path / 'copy.db'}", handbook=third)
    assert copy.load(sheet).cases == 1
    assert copy.verify()
    assert copy.case(reference).snapshot() == store.case(reference).snapshot()
    store.erase(reference, by="dpo-1", ground="over", running=True)
    assert store.verify()


def test_an_image_that_does_not_follow_from_the_past_is_found(store, open_old):
    reference = live(store, 3)
    other = live(store, 2)
    store.plan_migration(NEW).carry_out()

    def lying(found):
        found[-1]["migration"]["image"]["doers"] = []
        return found

    with store._steps.writing() as tx:
        Attack(tx, reference, other).forge(lying)
    (unsound,) = open_old().verify().unsound
    assert (unsound.reference, unsound.code, unsound.event) == (reference, "step", 3)


def test_the_release_that_a_case_moved_to_is_kept(store):
    live(store, 2)
    plan = store.plan_migration(NEW)
    pin = PIN
    query = select(meanings.c.pin).where(meanings.c.pin == pin)
    with store._steps.reading() as tx:
        assert tx.execute(query).first() is None
    plan.carry_out()
    with store._steps.reading() as tx:
        assert tx.execute(query).first() is not None


def test_what_cannot_be_planned_is_refused(store):
    with pytest.raises(UnknownNameError):
        store.plan_migration(NEW, protocol="referal")
    with pytest.raises(TypeError, match="`handbook`"):
        store.plan_migration("protocols/")
    assert store.plan_migration(NEW, protocol="hearing").cases == ()
