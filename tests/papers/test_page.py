"""The file itself: closed, safe, always the same bytes, and no word is missing."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import katch_protocols
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.views.child_path import telling
from katch_protocols.duties.path_times import PathTime
from katch_protocols.papers.page.binding import SCRIPTS, STYLES
from katch_protocols.papers.page.build import make_page
from katch_protocols.papers.page.openers import path_picture
from katch_protocols.papers.page.pictures import folded
from katch_protocols.papers.page.texts import PageLanguages, to_script
from katch_protocols.papers.page.wording import words_in
from tests.papers.conftest import ROOT
from tests.shipped import reading
from tests.telling.page import book_in

DATA = Path(katch_protocols.__file__).parent / "papers" / "data"
MOST_LINES = 300
WHOLE = float(os.environ.get("KATCH_EXAMPLES", "1")) > 1
ALONE = "identification_child_tip" if WHOLE else "champion_outreach"


def digest(text):
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def between(html, start, end):
    return html.split(start, 1)[1].split(end, 1)[0]


def test_the_policy_lets_in_only_this_style_and_this_script(shipped_html):
    policy = between(shipped_html, 'Content-Security-Policy" content="', '"')
    policy = policy.replace("&#x27;", "'")
    style = between(shipped_html, "<style>", "</style>")
    script = shipped_html.rpartition("<script>")[2].partition("</script>")[0]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src '{digest(style)}'",
        f"script-src '{digest(script)}'",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_in_the_file_points_outside_but_links_to_press(shipped_html):
    page = re.sub(r'<script type="application/json".*?</script>', "", shipped_html)
    assert not re.findall(r"(?:src|href)=.?https?:", page)
    assert not re.findall(r"@import|url\((?!data:)", page)
    assert "fetch(" not in page
    assert "XMLHttpRequest" not in page
    assert "innerHTML" not in page


def test_the_same_handbook_gives_the_same_bytes_under_another_hash_seed():
    """Of one protocol: ``KATCH_EXAMPLES`` above 1 asks for a large one."""
    handbook = reading().sound()
    alone = handbook.protocols[ALONE]
    page = make_page(handbook.model_copy(update={"protocols": {alone.id: alone}}))
    code = (
        "import sys, hashlib, katch_protocols as k\n"
        "from katch_protocols.papers.page.build import make_page\n"
        "book = k.read(sys.argv[1])\n"
        "alone = book.protocols[sys.argv[2]]\n"
        "book = book.model_copy(update={'protocols': {alone.id: alone}})\n"
        "print(hashlib.sha256(make_page(book).encode()).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "protocols"), ALONE],
        env={"PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == sha256(page.encode()).hexdigest()


def test_the_path_that_a_build_drew_is_the_one_that_the_page_draws(monkeypatch):
    monkeypatch.setattr(
        telling, "path_times", lambda path, _: (PathTime(1),) * len(path.moments)
    )
    book = reading().sound()
    made = chart(book.protocols["child_pathway"], book)
    pages = page_of(view_named("child-path"), Material(made, book, graphviz=False))
    drawn = {}

    def file(protocol, name):
        assert protocol == "child_pathway"
        drawn[name] = pages.drawing(name.split(".")[1]).svg.encode()
        return drawn[name]

    assert path_picture(book) == path_picture(book, drawn=file)
    assert len(drawn) == len(book.languages)


def test_json_in_a_script_cannot_end_it():
    text = to_script({"a": "</script><!--<script>&\u2028\ud800"})
    assert not set("<\u2028\ud800") & set(text)
    assert json.loads(text) == {"a": "</script><!--<script>&\u2028\ufffd"}


def test_languages_share_the_lines_that_are_the_same():
    lines, order = folded(["a\nb\na", "a\nc\na"])
    assert lines == ("a", "b", "c")
    assert order == ((0, 1, 0), (0, 2, 0))


def test_every_script_and_style_is_in_the_page_and_short():
    files = {path.name for path in DATA.iterdir() if path.suffix in {".js", ".css"}}
    assert files == {*SCRIPTS, *STYLES}
    for name in files:
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= MOST_LINES, name


def test_every_word_that_the_scripts_ask_for_is_there_and_none_is_idle():
    script = "\n".join((DATA / name).read_text(encoding="utf-8") for name in SCRIPTS)
    plain = set(re.findall(r'"([a-z][\w-]*)"', script))
    stems = re.findall(r"`([a-z]+-)\$\{", script)
    known = set(words_in(PageLanguages(("en",))))
    asked = known & plain
    asked |= {key for key in known for stem in stems if key.startswith(stem)}
    assert asked | {"needs-scripts"} == known
    said = set(re.findall(r'\bui\("([\w-]+)"', script))
    said |= set(re.findall(r'\b(?:row|item|jump|button)\("([\w-]+)"', script))
    assert said <= known


def test_a_handbook_in_one_language_has_a_page_too(shipped):
    alone = shipped.model_copy(
        update={"languages": ("ru",), "regions": {}, "protocols": {}}
    )
    page = make_page(alone)
    assert '<html lang="ru">' in page
    assert book_in(page)["languages"] == ["ru"]
