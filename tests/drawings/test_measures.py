"""The measures view: what is measured, as figures and bars, the same as in words."""

import xml.etree.ElementTree as ET

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, draw_every_language
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import ALERT
from katch_protocols.drawings.views.measures.figures import Figures
from katch_protocols.model.documents import Titled
from katch_protocols.model.noun import Label
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.sentences.text import parse_safeguard
from katch_protocols.words.say import say
from tests import shipped
from tests.drawings.legibility import least_letter
from tests.drawings.making import in_three_languages
from tests.proofs.timing.handbooks import make_timed

NAMESPACE = "{http://www.w3.org/2000/svg}"
MEASURED = {
    name: Titled(id=name, title=Label.of(en=title))
    for name, title in (("talk", "A talk"), ("school", "School"))
}
"""Nothing counts as school."""
LINE = {
    "noticed": {
        "held_by": "officer",
        "activities": {"look": {"to": "examined", "counts_as": ["talk"]}},
    },
    "examined": {
        "held_by": "nurse",
        "activities": {
            "help_child": {"by": "nurse", "together_with": ["child"], "to": "closed"}
        },
    },
    "closed": {"final": True},
}
CHILDLESS = {
    "noticed": {"held_by": "officer", "activities": {"look": {"to": "closed"}}},
    "closed": {"final": True},
}
LIMITS = {"noticed": "2 hours", "examined": "1 day"}
ROUND = {
    "noticed": {
        "held_by": "officer",
        "activities": {"look": {"to": "examined", "counts_as": ["talk"]}},
    },
    "examined": {
        "held_by": "nurse",
        "activities": {
            "ask_again": {"by": "nurse", "to": "noticed"},
            "help_child": {"by": "nurse", "together_with": ["child"], "to": "closed"},
        },
    },
    "closed": {"final": True},
}
NOT_MEASURED = "«School» is not measured: no activity or state here counts as it."
SIZES = (
    "States: 3. Activities: 2. Configurations: 3. "
    "Different handoffs between agencies: 1."
)


def timed(states, limits, *rules):
    """Return a handbook of one protocol, ``case``, with sentences."""
    handbook = make_timed(states, limits, measured=MEASURED)
    safeguards = {}
    for number, rule in enumerate(rules):
        sentence = parse_safeguard(rule)
        assert not isinstance(sentence, Exception)
        name = f"in_time_{number}"
        safeguards[name] = Safeguard(id=name, rule=sentence)
    case = handbook.protocols["case"].model_copy(update={"safeguards": safeguards})
    return handbook.model_copy(update={"protocols": {"case": case}})


def drawn(handbook, **wishes):
    return draw(charted(handbook), handbook, view="measures", language="en", **wishes)


def charted(handbook):
    return chart(handbook.protocols["case"], handbook)


def test_a_sum_of_deadlines_is_written_out_and_held_against_its_limit():
    rule = "after noticed then help_child within 26 hours"
    assert drawn(timed(LINE, LIMITS, rule)).twin == (
        ("What is measured", "At least", "At most", "Limit", "Because"),
        ("«A talk», times in one case", "1", "1", "", ""),
        ("Handoffs in one case", "1", "1", "", ""),
        ("From «Noticed» to «A talk»", "at once", "2 hours", "", ""),
        (
            "From «Noticed» to «Help child»",
            "at once",
            "26 hours",
            "26 hours, kept",
            "Made of: 2 hours + 1 day.",
        ),
        (NOT_MEASURED, "", "", "", ""),
        (SIZES, "", "", "", ""),
    )


def test_a_limit_that_the_worst_case_passes_is_said_to_be_passed():
    rule = "after noticed then help_child within 25 hours"
    twin = drawn(timed(LINE, LIMITS, rule)).twin
    assert twin[4][2:4] == ("26 hours", "25 hours, passed")


def test_what_has_no_bound_says_so_and_why():
    rule = "after noticed then help_child within 2 days"
    twin = drawn(timed(ROUND, {"examined": "1 day"}, rule)).twin
    rows = {row[0]: row[1:] for row in twin}
    assert rows["Handoffs in one case"] == (
        "1",
        "no upper limit",
        "",
        "This round can be gone again and again: «Look» and «Ask again».",
    )
    assert rows["From «Noticed» to «Help child»"] == (
        "at once",
        "no bound",
        "2 days, passed",
        "No deadline runs in «Noticed».",
    )


def test_every_figure_is_also_said_in_words():
    svg = drawn(timed(ROUND, LIMITS)).svg
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    figures = root.findall(f"{NAMESPACE}g[@class='figure']/{NAMESPACE}title")
    assert [figure.text for figure in figures] == [
        "Time to: A talk: 2 h. at the longest; at best: at once.",
    ]
    again = "This round can be gone again and again: «Look» and «Ask again»."
    assert _endless(root) == [
        f"«A talk», times in one case: at least 1, no upper limit. {again}",
        f"Handoffs in one case: at least 1, no upper limit. {again}",
    ]


def _endless(root):
    """Return what is said to have no bound, each in one quiet line of words."""
    groups = root.findall(f"{NAMESPACE}g[@class='endless']")
    shown = [{each.tag.removeprefix(NAMESPACE) for each in group} for group in groups]
    assert all(tags == {"title", "text"} for tags in shown)
    texts = [group.find(f"{NAMESPACE}text") for group in groups]
    return [" ".join(" ".join(text.itertext()).split()) for text in texts]


def test_what_is_proved_comes_first_and_only_a_broken_limit_is_red():
    free = ET.fromstring(drawn(timed(ROUND, {"examined": "1 day"})).svg)  # noqa: S314
    assert len(_endless(free)) == 3
    assert "From «Noticed» to «A talk»" in _endless(free)[2]
    assert _endless(free)[2].endswith("No deadline runs in «Noticed».")
    assert not any(ALERT in each.attrib.values() for each in free.iter())
    rule = "after noticed then help_child within 2 days"
    late = ET.fromstring(drawn(timed(ROUND, LIMITS, rule)).svg)  # noqa: S314
    bars = late.findall(f"{NAMESPACE}g[@class='time']")
    assert [bar.get("data-to") for bar in bars] == ["help_child"]
    assert any(ALERT in each.attrib.values() for each in bars[0].iter())


def test_what_a_large_figure_says_has_a_bar_only_where_nothing_is_limited():
    alone = ET.fromstring(drawn(timed(LINE, LIMITS)).svg)  # noqa: S314 - our own
    bars = alone.findall(f"{NAMESPACE}g[@class='time']")
    assert [bar.get("data-to") for bar in bars] == ["talk"]
    assert not any(ALERT in each.attrib.values() for each in bars[0].iter())


def test_a_page_too_tall_for_a3_has_sheets_and_no_letter_is_small():
    many = (f"after noticed then help_child within {at} days" for at in range(2, 32))
    handbook = timed(LINE, LIMITS, *many)
    view = view_named("measures").lay_out(Material(charted(handbook), handbook))
    scene = view.scene("en")
    assert len(scene.sheets) == 2
    assert least_letter(scene) >= LEAST_PRINT
    handbook = shipped.reading().sound()
    found = chart(handbook.protocols["referral_and_assistance"], handbook)
    with shipped.kept():
        view = view_named("measures").lay_out(Material(found, handbook))
        scene = view.scene("ru")
    assert not scene.sheets
    assert least_letter(scene) >= LEAST_PRINT


def test_what_nothing_counts_as_is_said_not_to_be_measured():
    drawing = drawn(timed(LINE, LIMITS))
    assert NOT_MEASURED in drawing.svg
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
    figures = root.findall(f"{NAMESPACE}g[@class='figure']/{NAMESPACE}title")
    assert not any("School" in figure.text for figure in figures)


@pytest.mark.parametrize("states", [LINE, ROUND])
def test_given_measures_give_the_same_bytes_as_measuring_anew(states):
    handbook = timed(states, LIMITS, "after noticed then closed within 2 days")
    given = measure(charted(handbook), handbook)
    assert drawn(handbook, measures=given) == drawn(handbook)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(72, "3 d"), (98, "98 h"), (120, "5 d"), (121, "6 d"), (359, "15 d")],
)
def test_a_time_is_told_in_the_hours_of_the_path_of_the_child(hours, said):
    handbook = timed(LINE, LIMITS, "after noticed then closed within 2 days")
    subject = Subject(charted(handbook), handbook)
    figures = Figures(subject, measure(subject.chart, handbook))
    assert figures.time(hours * 60, "no-limit").say("en") == said


def test_a_protocol_too_large_to_be_counted_says_so():
    handbook = timed(LINE, LIMITS, "after noticed then closed within 2 days")
    given = measure(charted(handbook), handbook, limit=1)
    drawing = drawn(handbook, measures=given)
    assert drawing.twin[1][1:3] == ("not counted", "not counted")
    assert drawing.twin[4][1:] == ("not counted", "not counted", "2 days", "")
    assert "too many configurations to be counted" in drawing.svg


def test_a_protocol_without_a_child_is_not_measured_by_what_a_child_meets():
    handbook = in_three_languages(timed(CHILDLESS, {}))
    found = draw_every_language(charted(handbook), handbook, view="measures")
    titles = [row[0] for row in found["en"].twin]
    assert titles[1] == "Handoffs in one case"
    assert not any("not measured" in title for title in titles)
    assert "Agencies that the child meets" not in titles
    for language, drawing in found.items():
        assert say("drawings.view-measures-no-child", language) in drawing.svg
        assert say("drawings.view-measures", language) not in drawing.svg


def test_a_protocol_without_times_says_so():
    handbook = timed(LINE, LIMITS).model_copy(update={"measured": {}})
    drawing = drawn(handbook)
    assert [row[0] for row in drawing.twin[2:]] == [SIZES]
    assert say("drawings.no-times", "en") in drawing.svg


def test_every_language_has_the_same_page_and_its_own_words():
    handbook = in_three_languages(timed(ROUND, LIMITS))
    found = draw_every_language(charted(handbook), handbook, view="measures")
    assert len({(each.width, each.height) for each in found.values()}) == 1
    for language, drawing in found.items():
        assert say("drawings.view-measures", language) in drawing.svg
