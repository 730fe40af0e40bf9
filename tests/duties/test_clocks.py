"""Every clock says what it asks for, and of whom."""

from katch_protocols.charts.build import chart
from katch_protocols.duties.duty_clocks import clocks
from katch_protocols.duties.responsibility import responsibility
from katch_protocols.files.read import read_texts
from tests.cases.harbour import FILES as BESIDE
from tests.cases.test_beside import CARE, DESK
from tests.duties.small import harbour
from tests.shipped import reading


def _clocks(handbook, name):
    return clocks(chart(handbook.protocols[name], handbook), handbook)


def test_a_clock_is_theirs_who_must_act_not_theirs_who_hold_the_state():
    found = [
        (
            str(clock.span),
            [name for name, _ in clock.acts],
            clock.doing,
            clock.answering,
            clock.holder,
            clock.confirms,
        )
        for clock in _clocks(harbour(), "lost")
    ]
    assert found == [
        ("2 hours", ["bring"], ("officer", "worker"), ("officer",), "officer", False),
        ("5 days", ["settle"], ("worker",), ("worker",), "host", False),
        ("1 day", ["acknowledge_bring"], ("host",), ("host",), "officer", True),
    ]


def test_what_the_clock_moves_by_itself_asks_nobody():
    handbook = reading().sound()
    moves = [
        (clock.state.rpartition(".")[2], str(clock.span), clock.moves_to[0], clock.acts)
        for clock in _clocks(handbook, "champion_outreach")
        if clock.moves_to is not None
    ]
    assert len(moves) == 1
    assert moves[0][1] == "3 months"
    assert moves[0][3] == ()


def test_every_clock_of_the_shipped_handbook_is_one_of_some_duty():
    """A second reading: what each duty says of itself, state by state.

    What interrupts the work inside a state keeps the deadline of a step there by chance
    only: it is none of its terms, so nobody asks for it.
    """
    handbook = reading().sound()
    for name in handbook.protocols:
        told = {
            (limit.state, duty.activity)
            for duty in responsibility(handbook, only=name).raci
            for limit in duty.limits
            if limit.ends and duty.kind.value != "decline"
            if duty.terms != (None,) or limit in (*duty.around, *duty.again)
        }
        found = {
            (clock.state, activity)
            for clock in _clocks(handbook, name)
            for activity, _ in clock.acts
        }
        own = {clock.state for clock in _clocks(handbook, name)}
        assert found == {pair for pair in told if pair[0] in own}


def test_a_case_that_is_opened_has_a_clock_for_whoever_must_take_it_up():
    """Each where it is written once; until then whoever opened it answers."""
    handbook = read_texts({**BESIDE, "care.yaml": CARE, "desk.yaml": DESK}).sound()
    (clock,) = (each for each in _clocks(handbook, "desk") if each.opened_by)
    assert (clock.state, clock.opened_by[0]) == ("open", "call")
    assert str(clock.span) == "1 hour"
    assert (clock.takes_up[0], clock.takes_up[1].say("en")) == ("care", "Care")
    assert (clock.doing, clock.answering) == (("worker",), ("officer",))


def test_every_take_up_time_of_a_duty_of_the_shipped_handbook_is_a_clock():
    """A second reading: what each duty says of the cases that it opens."""
    handbook = reading().sound()
    for name in handbook.protocols:
        told = {
            (limit.state, str(limit.limit))
            for duty in responsibility(handbook, only=name).raci
            for limit in duty.opens
        }
        found = {
            (clock.takes_up[0], str(clock.span))
            for clock in _clocks(handbook, name)
            if clock.takes_up is not None
        }
        assert told == found
