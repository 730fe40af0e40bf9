"""Where a duty stands on the child's path: at its own moment, or at the one before."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.child_path import child_path, path_home
from katch_protocols.duties.duty_pictures import picture_of
from katch_protocols.duties.path_places import PathPlaces
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.model.pictures import Picture
from tests.shipped import reading


@pytest.fixture(scope="module")
def told():
    """The shipped path, and the duties of every protocol by its id and their own."""
    book = reading().sound()
    path = child_path(chart(book.protocols[path_home(book)], book), book)
    beside = {each.protocol for each in path.beside} & {*book.protocols}
    charts = [*path.charts.values(), *(chart(book.protocols[n], book) for n in beside)]
    duties = responsibility_of(charts, book).raci
    return book, path, [(each, PathPlaces(path).of(each)) for each in duties]


def test_what_is_a_moment_stands_there(told):
    _, path, placed = told
    found = {(each.protocol, each.activity): at for each, at in placed}
    acts = [
        (at, (each.protocol, each.name))
        for at, each in enumerate(path.moments)
        if each.name in path.charts[each.protocol].activities
    ]
    assert len(acts) > 4
    assert [found[name] for _, name in acts] == [at for at, _ in acts]


def test_what_is_done_inside_a_step_stands_at_the_step(told):
    book = told[0].model_copy(update={"path": ()})
    made = chart(book.protocols["champion_outreach"], book)
    path = child_path(made, book)
    places = PathPlaces(path)
    inside = [
        (each.activity, places.of(each), at)
        for each in responsibility_of([made], book).raci
        for at, step in enumerate(path.moments)
        if all(f"{name}.".startswith(f"{step.name}.") for name in each.states)
    ]
    assert len(inside) > 4
    assert all(at == wanted for _, at, wanted in inside), inside


def test_a_duty_stands_at_a_moment_of_its_own_protocol_or_at_none(told):
    _, path, placed = told
    homes = {each.protocol for each in path.moments}
    for duty, at in placed:
        if duty.protocol not in homes:
            assert at is None
        elif any(duty.states):
            assert path.moments[at].protocol == duty.protocol
    assert {at for _, at in placed} >= {None, 0, 1, 2, 3, 4, 5}


def test_a_duty_wears_the_picture_of_its_moment_else_an_arrow_else_its_function(told):
    book, path, _ = told
    for each in book.path:
        made = path.charts.get(each.home)
        if made and each.picture and each.name in made.activities:
            assert picture_of(made, book, each.name) is each.picture
    made = path.charts["referral_and_assistance"]
    assert picture_of(made, book, "hand_over") is Picture.HANDOFF
    own = book.functions[made.entries[made.activities["examine"][0]].function]
    assert picture_of(made, book, "examine") is own.picture is not None
