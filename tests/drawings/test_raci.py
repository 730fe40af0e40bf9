"""The table of who does what: signs in place of letters, families, sheets."""

from functools import cache
from itertools import groupby

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Area, Disc, Group, Panel, Polyline, Words
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.raci import columns
from katch_protocols.drawings.views.raci.signs import REACH, sign
from katch_protocols.drawings.views.raci.view import RaciView
from katch_protocols.duties.nouns import Part
from katch_protocols.files.read import read_texts
from tests.drawings.legibility import leaves, require_legible
from tests.duties.small import FILES, harbour
from tests.shipped import reading

R, A, W, C, I = Part  # noqa: E741 - the five letters that people know


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def _subject(handbook, name):
    return Subject(chart(handbook.protocols[name], handbook), handbook)


@pytest.fixture(scope="module")
def subject(handbook):
    """Read who does what once for each protocol."""
    return cache(lambda name: _subject(handbook, name))


def _kinds(parts, *, any_of=False):
    found = [type(s).__name__ for s in sign(parts, (0, 0), "#052286", any_of=any_of)]
    return sorted(found)


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        ((R,), ["Panel"]),
        ((A,), ["Panel"]),
        ((R, A), ["Panel", "Panel"]),
        ((W,), ["Area"]),
        ((A, W), ["Area", "Panel"]),
        ((C,), ["Disc"]),
        ((I,), ["Disc"]),
        ((R, I), ["Panel"]),
    ],
)
def test_each_part_has_a_shape_of_its_own(parts, kinds):
    assert _kinds(parts) == kinds


def test_a_square_is_filled_a_ring_is_not_and_stripes_need_no_colour():
    (square,), (ring,) = (tuple(sign((p,), (0, 0), "#052286")) for p in (R, A))
    assert (square.ink.fill, ring.ink.fill) == ("#052286", "none")
    striped = tuple(sign((R,), (0, 0), "#052286", any_of=True))
    assert any(isinstance(each, Polyline) for each in striped)
    assert not any("#052286" in str(each) for each in striped)


@pytest.mark.parametrize("parts", [(R,), (A,), (R, A), (W,), (C,)])
@pytest.mark.parametrize("any_of", [False, True])
def test_no_sign_reaches_beyond_its_place(parts, any_of):
    room = Rect(-REACH, -REACH, 2 * REACH, 2 * REACH)
    for shape in sign(parts, (0.0, 0.0), "#052286", any_of=any_of):
        match shape:
            case Panel():
                points = [(shape.rect.x, shape.rect.y)]
                points.append((shape.rect.right, shape.rect.bottom))
            case Area() | Polyline():
                points = shape.points
            case Disc():
                points = [(shape.radius, shape.radius)]
        for x, y in points:
            assert room.x <= x <= room.right
            assert room.y <= y <= room.bottom


def _words(shapes):
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _words(shape.parts)
        elif isinstance(shape, Words):
            yield shape


def test_no_letter_stands_for_a_part_and_the_key_says_each_sign():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    scene = RaciView(Subject(found, handbook)).scene("en")
    lines = [line for each in _words(scene.parts) for line in each.lines.lines]
    assert not {"R", "A", "P", "C", "I", "RA"} & {*lines}
    assert {"does it and answers for it", "any one of several"} <= {*lines}
    assert "acknowledges receipt" in lines


def test_an_acknowledgement_is_a_tick_in_the_row_of_what_it_answers():
    handbook = harbour()
    view = RaciView(_subject(handbook, "lost"))
    told = {duty.activity: [each.activity for each in more] for duty, more in view.rows}
    assert told["bring"] == ["acknowledge_bring"]
    assert "acknowledge_bring" not in told


@pytest.mark.parametrize("name", ["cross_border_return", "referral_and_assistance"])
def test_every_letter_of_a_wide_table_can_be_read_on_a3(subject, name):
    view = RaciView(subject(name))
    assert len(view.columns.parties) >= 26
    scene = view.scene("kk")
    smallest = min(each.lines.size for each in _words(scene.parts))
    assert len(scene.sheets) == len(view.sheets) > 1
    for sheet in scene.sheets:
        assert fits(sheet.width, sheet.height, smallest)


def test_families_stand_together_and_fold_where_there_are_too_many(
    subject, monkeypatch
):
    subject = subject("referral_and_assistance")
    wide = columns.TableColumns(subject)
    families = [column.family for column in wide.every]
    assert len({*families}) == len([*groupby(families)])
    monkeypatch.setattr(columns, "_MOST", 20)
    narrow = columns.TableColumns(subject)
    assert len(narrow.every) <= 20
    assert {p for column in narrow.every for p in column.parties} == {*wide.parties}
    for duty in subject.duties:
        before = {part for parts in wide.row(duty) for part in parts}
        after = {part for parts in narrow.row(duty) for part in parts}
        assert after == before


def test_every_sheet_names_every_family_however_narrow(subject):
    view = RaciView(subject("referral_and_assistance"))
    families = {column.family for column in view.columns.every if column.family}
    told = families - {*view.columns.folded}
    assert len(told) == 8
    for language in ("en", "ru", "kk"):
        texts = [
            " ".join(each.lines.lines)
            for each in leaves(view.scene(language).parts)
            if isinstance(each, Words)
        ]
        for name in told:
            title = view.subject.handbook.families[name].title.say(language)
            assert texts.count(title) >= len(view.sheets)
    require_legible(view, "kk")


def test_a_narrow_head_and_the_name_of_its_family_share_a_number(subject):
    """Only the colour said which family was meant."""
    view = RaciView(subject("referral_and_assistance"))
    sheets = len(view.sheets)
    texts = [
        " ".join(each.lines.lines)
        for each in leaves(view.scene("ru").parts)
        if isinstance(each, Words)
    ]
    assert [texts.count(str(n)) for n in range(1, 7)] == [2 * sheets] * 5 + [0]


def test_duties_of_one_title_are_told_apart_by_their_steps(subject):
    subject = subject("referral_and_assistance")
    said = [subject.brief(duty).say("en") for duty in subject.duties]
    assert [each for each in said if said.count(each) > 1] == []


def test_long_names_that_begin_alike_do_not_look_alike():
    """Without a short title, the head of a column has a hundred letters' room."""
    begun = "Department for the protection of the rights of children of the "
    begun += "Ministry of Education, Science and Enlightenment, office of the district"
    texts = dict(FILES)
    for name, place in (("Police", "of the harbour"), ("Welfare", "of the marsh")):
        own = f"title: {name}, kind"
        assert own in texts["agencies.yaml"]
        called = texts["agencies.yaml"].replace(own, f'title: "{begun} {place}", kind')
        texts["agencies.yaml"] = called
    view = RaciView(_subject(read_texts(texts).sound(), "lost"))
    heads = [
        shape
        for shape in view.heads.drawn(0, 600, "en")
        if isinstance(shape, Group) and shape.role == "column"
    ]
    told = [
        " ".join(words.lines.lines)
        for head in heads
        for words in leaves(head.parts)
        if isinstance(words, Words)
    ]
    assert len({*told}) == len(told) == len(view.columns.every)
    assert [text for text in told if "…" in text] == [
        "Department … harbour",
        "Department … marsh",
    ]
