"""What may be told, on the page: each sentence, no number that a release hides."""

import json
import re
from functools import cache
from itertools import combinations

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from katch_protocols.cli.building.inputs import Inputs
from katch_protocols.cli.building.placing import is_ours
from katch_protocols.cli.kept_releases import releases_to_show
from katch_protocols.cli.output import as_json
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.errors import ReleaseError
from katch_protocols.model.periods import Dimension
from katch_protocols.model.releases import Audience
from katch_protocols.papers import scorecards
from katch_protocols.papers.page.binding import bound
from katch_protocols.papers.page.book import make_book
from katch_protocols.papers.page.releases import newest_releases, page_releases
from katch_protocols.papers.scorecards import make_scorecards
from katch_protocols.sentences.text import parse_measure
from katch_protocols.telling.release_wording import measure_sentence
from katch_protocols.words.say import say
from tests.evidence.indicators.harbours import counted_atoms, measured_book
from tests.papers.conftest import Reader
from tests.telling.page import book_in


@cache
def book():
    """Return Harbour with a count, and a share that has a target."""
    found = measured_book()
    few = {name: found.indicators[name] for name in ("all", "in_time")}
    return found.model_copy(update={"indicators": few})


LANGUAGES = ("en", "ru", "kk")
COUNTS = {("east", 1): 1237, ("east", 5): 7, ("west", 1): 2483, ("west", 5): 1361}
"""Each is no multiple of 5, and seven are too few to be told."""
PART = 0.8
OTHERWISE = "number of cases with place"


@cache
def released():
    cells = {where: (count, int(PART * count)) for where, count in COUNTS.items()}
    return counted_atoms(book(), cells).release("2026-H1")


@cache
def html(*releases):
    """Return a page without protocols: what it tells is that of releases."""
    bare = make_book(book(), (), ())
    return bound(replace(bare, releases=page_releases(releases, book())))


@pytest.mark.parametrize("at", range(len(LANGUAGES)))
def test_the_page_has_each_indicator_with_its_sentence_in_each_language(at) -> None:
    (told,) = book_in(html(released()))["releases"]
    shown = [book().indicators[each.indicator] for each in released().tables]
    assert [each["id"] for each in told["indicators"]] == [each.id for each in shown]
    assert len(shown) > 1
    for each, indicator in zip(told["indicators"], shown, strict=True):
        language = LANGUAGES[at]
        assert each["sentence"][at] == measure_sentence(
            indicator.measure, book(), language
        )
        assert each["title"][at] == indicator.title.say(language)
        svg = [told["picture"]["lines"][n] for n in told["picture"]["order"][at]]
        assert f'data-indicator="{indicator.id}"' in "".join(svg)
    said = (
        "Half 1 of 2026 · for everybody",
        "1-е полугодие 2026 года · для всех",
        "2026 жылғы 1-жартыжылдық · барлығына",
    )
    assert told["title"][at] == said[at]
    assert told["hash"][at].endswith(released().hash)


def test_rows_are_those_of_their_indicator() -> None:
    (told,) = book_in(html(released()))["releases"]
    assert [each[0] for each in told["head"]] == [
        "Region",
        "Period",
        "Value",
        "Target and change",
    ]
    rows = {
        each["id"]: [[cell[0] for cell in row] for row in each["rows"]]
        for each in told["indicators"]
    }
    assert rows["all"][-1] == ["All regions", "Half 1 of 2026", "5090", ""]
    assert rows["in_time"][-1][2:] == [
        "80 % of 5,090 cases",
        "behind the target",
    ]


def test_no_page_has_an_exact_number_or_a_hidden_one() -> None:
    (told,) = book_in(html(released()))["releases"]
    assert any(cell.hidden for table in released().tables for cell in table.cells)
    assert released().proof
    assert exact_in(json.dumps(told, ensure_ascii=False)) == set()
    assert not {"proof", "least", "greatest"} & set(re.findall("[a-z]+", str(told)))
    # What is looked for would be found.
    for each in ("1237", "1,237", "1\N{NO-BREAK SPACE}237"):
        assert exact_in(f"{told} {each} cases") == {"1237"}


def exact_in(text: str) -> set[str]:
    """Return each exact number in a text: counts and parts, and sums of them."""
    text = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", text)
    numbers = set(re.findall(r"(?<![0-9.a-f])[0-9]+(?![0-9.a-f])", text))
    parts = [int(PART * each) for each in COUNTS.values()]
    sums = {
        sum(each)
        for counts in ([*COUNTS.values()], parts)
        for n in (1, 2, 3, 4)
        for each in combinations(counts, n)
    }
    return {str(each) for each in sums if each % 5 and each > 100} & numbers


def test_the_newest_release_of_each_period_is_told_the_last_period_first() -> None:
    old = released()
    again = old.model_copy(update={"earlier": (old.hash,)})
    first = counted_atoms(book(), {("east", 1): (40, 30)}).release("2026-Q1")
    assert newest_releases([again, first, old]) == (again, first)
    assert newest_releases([]) == ()


def kept(folder, *releases):
    for number, each in enumerate(releases):
        text = as_json(each.to_json())
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
    (folder / "0.proof.restricted.json").write_text("{", encoding="utf-8")
    return folder


def test_a_folder_is_read_without_its_proofs(tmp_path) -> None:
    (found,) = releases_to_show(kept(tmp_path, released()), book())
    assert found == released().model_copy(update={"proof": ()})
    assert releases_to_show(None, book()) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"handbook": "another"}, "An earlier release is of another handbook: another"),
        ({"audience": Audience.COMMISSION}, "0.json is for one commission"),
    ],
)
def test_what_no_page_may_show_is_refused(tmp_path, changed, said) -> None:
    folder = kept(tmp_path, released().model_copy(update=changed))
    with pytest.raises(ReleaseError, match=said):
        releases_to_show(folder, book())


def test_names_that_the_handbook_has_not_are_refused(tmp_path) -> None:
    folder = kept(tmp_path, released())
    less = {name: each for name, each in book().indicators.items() if name != "all"}
    other = book().model_copy(update={"indicators": less, "regions": {}})
    with pytest.raises(ReleaseError, match=r"0\.json tells of .*: all, east, west"):
        releases_to_show(folder, other)


def test_numbers_are_not_shown_under_another_sentence_than_they_count(tmp_path) -> None:
    folder = kept(tmp_path, released())
    every = book().indicators
    other = every["all"].model_copy(update={"measure": parse_measure(OTHERWISE)})
    now = book().model_copy(update={"indicators": {**every, "all": other}})
    with pytest.raises(ReleaseError, match=f"was `.*`, it is `{OTHERWISE}`"):
        releases_to_show(folder, now)


def test_a_body_that_gives_a_place_away_is_on_no_public_page(tmp_path) -> None:
    by = counted_atoms(book(), {("east", 1): (40, 30)}).release("2026-Q1", by="agency")
    told = {each.agency for table in by.tables for each in table.cells} - {None}
    assert told
    folder = kept(tmp_path, by)
    bodies = {
        name: each.model_copy(update={"gives_place_away": name in told})
        for name, each in book().agencies.items()
    }
    home = book().model_copy(update={"agencies": bodies})
    assert len(releases_to_show(folder, home)) == 1
    with pytest.raises(ReleaseError, match=min(told)):
        releases_to_show(folder, home, public=True)


def test_a_folder_that_cannot_be_read_is_refused(tmp_path) -> None:
    with pytest.raises(CommandRefusal):
        releases_to_show(tmp_path / "none", book())
    (tmp_path / "2026.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"2026\.json is no release of ours"):
        releases_to_show(tmp_path, book())


def test_scorecards_beside_the_papers_are_those_of_the_last_period(monkeypatch) -> None:
    monkeypatch.setattr(scorecards, "to_pdf", lambda svg, **_: svg)
    first = counted_atoms(book(), {("east", 1): (40, 30)}).release("2026-Q1")
    assert [*make_scorecards([], book())] == []
    told = dict(make_scorecards([first, released()], book()))
    places = ("", ".east", ".west")
    assert [*told] == [
        f"scorecard{place}.{each}.pdf" for place in places for each in LANGUAGES
    ]
    assert all(map(is_ours, told))
    assert all(released().hash[:12] in each for each in told.values())
    for region in ("east", "west"):
        drawn = draw_release(released(), book(), language="kk", region=region)
        assert told[f"scorecard.{region}.kk.pdf"] == drawn.svg
        assert f">{book().regions[region].title.say('kk')}" in drawn.svg
    assert len(set(told.values())) == len(told)
    only = dict(make_scorecards([first, released()], book(), ["kk"]))
    assert only == {name: told[name] for name in told if name.endswith(".kk.pdf")}


def test_a_region_of_which_nothing_is_told_has_no_scorecard(monkeypatch) -> None:
    monkeypatch.setattr(scorecards, "to_pdf", lambda svg, **_: svg)
    whole = book().indicators["all"].model_copy(update={"by": (Dimension.YEAR,)})
    country = book().model_copy(update={"indicators": {"all": whole}})
    told = counted_atoms(country, {("east", 1): (1237, 900)}).release("2026")
    assert [*dict(make_scorecards([told], country, ["en"]))] == ["scorecard.en.pdf"]


def test_another_release_makes_the_page_and_the_scorecard_of_a_build_anew() -> None:
    old = Inputs(book(), {})
    new = Inputs(book(), {}, releases=(released(),))
    assert new.of_all() != old.of_all()
    assert new.of_booklet() != old.of_booklet()


def test_there_is_a_chapter_and_a_link_only_where_there_is_a_release(
    browser, tmp_path
) -> None:
    for releases in ((), (released(),)):
        file = tmp_path / f"{len(releases)}.html"
        file.write_text(html(*releases), encoding="utf-8")
        reader = Reader(browser, file, viewport={"width": 1366, "height": 768})
        page = reader.go("#start@en")
        links = page.locator('a[href="#numbers@en"]')
        expect(links).to_have_count(2 * len(releases))
        page = reader.go("#numbers@kk")
        title = say("page.numbers" if releases else "page.not-here", "kk")
        expect(page.locator("h1")).to_have_text(title)
        charts = page.locator(".path-picture [data-indicator]")
        expect(charts).to_have_count(2 * len(releases))
        assert reader.complaints == []
        reader.close()
