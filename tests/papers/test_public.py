"""A public page shows what everybody may know, and nothing that leads to a child."""

import pytest

from katch_protocols.cli.main import main
from katch_protocols.files.read import read_texts
from katch_protocols.papers.page.build import make_page
from katch_protocols.papers.page.public import public_edition, still_named
from tests.telling.page import book_in

PLACE = "The only shelter stands in the old mill"
HIDDEN = "Mill Women's House"
FILES = {
    "handbook.yaml": """\
handbook: pier
title: Pier
functions: {protect: {title: Protection}}
""",
    "agencies.yaml": f"""\
agencies:
  police:
    {{title: Police, kind: service, level: district, mandates: {{protect: [act]}}}}
  ngo:
    {{title: An NGO, kind: ngo, level: region, mandates: {{protect: [act]}}}}
  mill_house:
    title: {HIDDEN}
    short: NGO of the region
    kind: ngo
    level: region
    mandates: {{protect: [act]}}
    gives_place_away: true
""",
    "roles.yaml": """\
roles:
  officer: {title: Officer, agency: police}
  helper: {title: Helper, agency: ngo}
""",
    "sources.yaml": """\
sources:
  act: {title: Act, kind: law, valid_from: 2020-01-01, read: true}
""",
    "regions/north.yaml": f"""\
region: north
title: Northmarsh
note: {PLACE}
roles: {{helper: {{agency: mill_house}}}}
""",
    "regions/south.yaml": """\
region: south
title: Southmarsh
roles: {helper: {unbound: Nobody helps a child here}}
""",
    "care.yaml": """\
protocol: care
title: Care
valid_from: 2026-01-01
initial: told
states:
  told:
    title: Told
    held_by: officer
    function: protect
    within: 1 day
    activities:
      assist: {title: Assist the child, by: helper, accountable: police, to: ended}
  ended: {title: Ended, final: true, outcome: protected}
safeguards:
  first: {rule: ended requires assist, source: [act]}
""",
}
SECRETS = (PLACE, HIDDEN, "mill_house", "Northmarsh", "Southmarsh", "Nobody helps")


@pytest.fixture(scope="module")
def handbook():
    return read_texts(FILES).sound()


def _told(html):
    _, _, rest = html.partition('id="book">')
    return rest.partition("</script>")[0]


def test_the_page_for_the_working_group_has_all_of_it(handbook):
    told = _told(make_page(handbook))
    assert [each for each in SECRETS if each not in told] == []
    assert book_in(make_page(handbook))["is_public"] is False


def test_the_public_page_has_none_of_it_and_still_has_the_protocol(handbook):
    html = make_page(handbook, public=True)
    assert [each for each in SECRETS if each in html] == []
    book = book_in(html)
    assert book["is_public"] is True
    assert (book["regions"], book["findings"]) == ([], [])
    assert [each["id"] for each in book["agencies"]] == ["police", "ngo"]
    (sheet,) = book["sheets"]
    assert [each["verdict"] for each in sheet["promises"]] == ["holds", "holds"]


def test_its_handbook_keeps_protocols_and_proofs_word_for_word(handbook):
    edition = public_edition(handbook)
    assert edition.protocols == handbook.protocols
    assert edition.roles == handbook.roles
    assert still_named(handbook) == ()


def test_a_protocol_that_names_such_a_body_has_no_public_page(tmp_path, capsys):
    folder = tmp_path / "pier"
    texts = {
        **FILES,
        "care.yaml": FILES["care.yaml"].replace(
            "by: helper, ", "by: helper, inform: [mill_house], "
        ),
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = tmp_path / "page.html"
    words = ["page", str(folder), "--public", "-o", str(made)]
    assert main(words) == 2
    assert f"{HIDDEN}: the name gives a place of safety away" in capsys.readouterr().err
    assert not made.exists()
    assert still_named(read_texts(texts).sound()) == ("mill_house",)
