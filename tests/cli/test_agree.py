"""katch agree: it shows what is different, asks, and writes the whole file."""

import io
import json

import pytest

from katch_protocols.files.read import read
from katch_protocols.model.citations import Citation

FILE = "found_alone.yaml"


@pytest.fixture
def proposed(district, katch):
    """Propose to both bodies what the district says today."""
    assert katch("agree", "--all", "--yes").code == 0
    return district / "agreed.yaml"


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def agreements(district):
    book = read(district).sound()
    return {
        (body, name): (each.on and str(each.on), each.source)
        for body, by in book.agreed.items()
        for name, each in by.items()
    }


def test_all_are_proposed_the_duties_of_today(district, proposed, katch):
    assert agreements(district) == {
        ("children_office", "found_alone"): (None, ()),
        ("police_post", "found_alone"): (None, ()),
    }
    assert katch("check").code == 0
    before = proposed.read_bytes()
    ran = katch("agree", "--all", "--yes")
    assert ran.out == "Nothing has changed since then; nothing was written.\n"
    assert proposed.read_bytes() == before


@pytest.mark.usefixtures("proposed")
def test_a_body_agrees_on_a_day_in_a_text(district, katch):
    words = ("--on", "2026-06-01", "--source", "practice_note", "--yes")
    ran = katch("agree", "police_post", "--protocol", "found_alone", *words)
    assert ran.out.splitlines()[0] == (
        "Police post · A child is found alone  proposed → agreed on 1 June 2026"
    )
    found = agreements(district)
    cited = (Citation(source="practice_note"),)
    assert found["police_post", "found_alone"] == ("2026-06-01", cited)
    assert found["children_office", "found_alone"] == (None, ())


@pytest.mark.usefixtures("proposed")
def test_the_place_in_the_text_is_kept(district, katch):
    cited = ("--source", "practice_note: point 3", "--source", "practice_note:annex")
    words = ("--on", "2026-06-01", *cited, "--yes")
    ran = katch("agree", "police_post", "--protocol", "found_alone", *words)
    assert ran.code == 0
    source = (Citation(source="practice_note", places=("point 3", "annex")),)
    assert agreements(district)["police_post", "found_alone"] == ("2026-06-01", source)


@pytest.mark.usefixtures("proposed")
def test_a_place_in_an_unknown_text_is_refused(katch):
    words = ("--protocol", "found_alone", "--source", "practice_nte: point 3")
    ran = katch("agree", "police_post", *words)
    assert ran.code == 2
    assert "practice_note" in ran.err


def test_the_first_agreement_proposes_theirs_to_all_others(district, katch):
    words = ("--protocol", "found_alone", "--on", "2026-06-01", "--yes")
    assert katch("agree", "police_post", *words).code == 0
    assert agreements(district)["children_office", "found_alone"] == (None, ())


@pytest.mark.parametrize(
    ("answer", "written"),
    [("yes\n", True), ("да\n", True), ("иә\n", True), ("no\n", False), ("\n", False)],
)
def test_somebody_is_asked(district, katch, monkeypatch, answer, written):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    ran = katch("agree", "--all")
    assert ran.code == 0
    assert "Write this? [yes/no]" in ran.out
    assert (district / "agreed.yaml").exists() is written


def test_nothing_is_written_where_nobody_answers(district, katch, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ran = katch("agree", "--all")
    assert ran.code == 2
    assert "'--yes' writes without asking" in ran.err
    assert not (district / "agreed.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "AGENCY"),
        (["police_post"], "--protocol"),
        (["police_post", "--all"], "--all"),
        (["--all", "--on", "2026-06-01"], "--all"),
        (["police_pos", "--protocol", "found_alone"], "nearest"),
        (["police_post", "--protocol", "found_alon"], "nearest"),
        (["police_post", "--protocol", "found_alone", "--source", "law"], "no source"),
    ],
)
@pytest.mark.usefixtures("district")
def test_what_cannot_be_is_refused(katch, words, said):
    ran = katch("agree", *words, "--yes")
    assert ran.code == 2
    assert said in ran.err


def test_a_change_is_told_in_words_and_only_to_those_it_concerns(
    district, proposed, katch
):
    replace(district / FILE, "by: [duty_officer, case_worker]", "by: duty_officer")
    ran = katch("check")
    assert ran.code == 0
    assert (
        "  'end_danger' is not what was agreed in 'found_alone': "
        "no longer does it: 'children_office'.\n"
    ) in ran.out
    assert "  Ask children_office to agree anew" in ran.out
    before = proposed.read_text(encoding="utf-8")
    shown = katch("agree", "children_office", "--protocol", "found_alone", "--yes")
    assert "  End the danger: no longer does it: Children's office\n" in shown.out
    assert proposed.read_text(encoding="utf-8") != before
    assert "changed-since-agreed" not in katch("check").out


@pytest.mark.usefixtures("proposed")
def test_a_change_of_what_is_enacted_is_an_error(district, katch):
    replace(district / FILE, "version: 1.0.0", "version: 1.0.0\nstatus: enacted")
    assert katch("check").code == 0
    replace(district / FILE, "limit: 2 hours", "limit: 4 hours")
    assert katch("check").code == 1


def test_what_a_body_agreed_on_a_day_is_never_proposed_anew(district, proposed, katch):
    words = ("--protocol", "found_alone", "--on", "2026-06-01", "--yes")
    katch("agree", "police_post", *words)
    replace(district / FILE, "limit: 2 hours", "limit: 4 hours")
    katch("agree", "--all", "--yes")
    assert agreements(district)["police_post", "found_alone"][0] == "2026-06-01"
    assert "changed-since-agreed" in katch("check").out
    assert proposed.exists()


@pytest.mark.usefixtures("proposed")
def test_a_body_that_has_no_duty_any_more_is_told_and_goes(district, katch):
    text = (district / FILE).read_text(encoding="utf-8")
    text = text.replace("        together_with: [case_worker]\n", "")
    text = text.replace("[duty_officer, case_worker]", "duty_officer")
    (district / FILE).write_text(text, encoding="utf-8")
    assert "no duty is left to 'children_office'" in katch("check").out
    ran = katch("agree", "children_office", "--protocol", "found_alone", "--yes")
    assert ran.code == 0
    assert ("children_office", "found_alone") not in agreements(district)
    again = katch("agree", "children_office", "--protocol", "found_alone", "--yes")
    assert again.code == 2
    assert "has no duty" in again.err


def test_a_comparison_says_who_must_agree_anew(district, katch, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for path in district.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    replace(other / FILE, "        together_with: [case_worker]\n", "")
    ran = katch("diff", "protocols", "other")
    assert (
        "Who must agree anew\n    A child is found alone\n      Children's office\n"
    ) in ran.out
    assert '"agree_anew": [\n    {\n      "protocol": "found_alone"' in (
        katch("diff", "protocols", "other", "--format", "json").out
    )


@pytest.mark.parametrize(
    ("day", "severity"), [("", "warning"), ("2026-06-01", "error")]
)
def test_a_protocol_that_is_gone_is_told_once_and_taken_out(
    district, proposed, katch, day, severity
):
    if day:
        words = ("--protocol", "found_alone", "--on", day, "--yes")
        katch("agree", "police_post", *words)
    text = (district / FILE).read_text(encoding="utf-8")
    (district / FILE).unlink()
    text = text.replace("protocol: found_alone", "protocol: met_alone")
    (district / "met_alone.yaml").write_text(text, encoding="utf-8")
    found = json.loads(katch("check", "--format", "json").out)["findings"]
    told = [(each["severity"], each["rule"]) for each in found]
    assert told.count((severity, "agreed-protocol-gone")) == 1
    assert all(rule != "unknown-protocol" for _, rule in told)
    ran = katch("agree", "--all", "--yes")
    assert "Police post · found_alone" in ran.out
    assert {name for _, name in agreements(district)} == {"met_alone"}
    assert "agreed-protocol-gone" not in katch("check").out
    assert "found_alone" not in proposed.read_text(encoding="utf-8")
