"""katch build draws what changed and nothing else, and never keeps what is stale."""

import contextlib
import io
import json
import shutil
from pathlib import Path

import pytest

from katch_protocols.cli.building import artifacts
from katch_protocols.cli.building.cache import Inputs, digest_of
from katch_protocols.cli.main import main
from katch_protocols.files.read import read
from tests.cli.conftest import DISTRICT

UP_TO_DATE = "Up to date already: "


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Build two protocols of the district, once for all tests."""
    home = tmp_path_factory.mktemp("first")
    folder = home / "protocols"
    (folder / "fragments").mkdir(parents=True)
    for name, text in DISTRICT.items():
        (folder / name).write_text(text, encoding="utf-8")
    text = DISTRICT["found_alone.yaml"]
    other = text.replace("protocol: found_alone", "protocol: found_twice")
    (folder / "found_twice.yaml").write_text(other, encoding="utf-8")
    fragment = "fragment: pause\ntitle: Pause\n"
    (folder / "fragments" / "pause.yaml").write_text(fragment, encoding="utf-8")
    with contextlib.chdir(home), contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["build", "--jobs", "1"]) == 0
    assert UP_TO_DATE not in said.getvalue()
    return home


@pytest.fixture
def built(first, district):
    """Stand beside what was built, as if it had been built here."""
    shutil.copytree(first, district.parent, dirs_exist_ok=True)
    return district.parent / "diagrams"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def kept(ran):
    assert ran.code == 0, ran.err
    _, found, count = ran.out.partition(UP_TO_DATE)
    return int(count.strip(".\n")) if found else 0


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_where_nothing_changed_nothing_is_drawn(built, katch):
    before = files(built)
    assert kept(katch("build")) == len(before)
    assert files(built) == before


def test_a_comment_alters_no_drawing(built, district, katch):
    before = files(built)
    change(
        district / "found_alone.yaml", "protocol:", "# Nobody reads this.\nprotocol:"
    )
    ran = katch("build", "--jobs", "1")
    # The page says in which line a finding stands.
    assert (
        len(before) - kept(ran) <= len([each for each in before if "gaps" in each]) + 1
    )
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_one_protocol_that_changed_is_drawn_alone(built, district, katch):
    before = files(built)
    # What a check found depends on the whole handbook, so gaps are drawn anew.
    own = [
        name
        for name in before
        if name.startswith(("found_twice/", "exports/found_twice."))
        and not name.startswith("found_twice/gaps.")
    ]
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    assert kept(katch("build", "--jobs", "1")) == len(own)
    after = files(built)
    assert {name for name in after if after[name] != before[name]} >= {
        "found_alone/lanes.en.svg",
        "index.html",
    }
    assert all(after[name] == before[name] for name in own)


CHANGES = {
    "handbook.yaml": ("Protection of a child", "Care of a child"),
    "agencies.yaml": ("Police post", "Police station"),
    "roles.yaml": ("Duty officer", "Officer on duty"),
    "sources.yaml": ("Saltmarsh practice note", "Saltmarsh guidance note"),
    "found_alone.yaml": ("Child noticed", "Child seen"),
    "found_twice.yaml": ("Child noticed", "Child seen"),
    "fragments/pause.yaml": ("title: Pause", "title: Rest"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_no_change_of_any_file_leaves_a_stale_drawing(built, district, katch, name):
    change(district / name, *CHANGES[name])
    assert katch("build", "--jobs", "1").code == 0
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_a_new_region_is_on_every_drawing(built, district, katch):
    (district / "regions").mkdir()
    (district / "regions" / "north.yaml").write_text(
        "region: north\ntitle: North\nroles:\n"
        "  case_worker: {agency: children_office}\n",
        encoding="utf-8",
    )
    assert kept(katch("build", "--jobs", "1")) == 0
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_a_drawing_that_somebody_touched_or_took_away_is_drawn_again(built, katch):
    before = files(built)
    (built / "found_alone" / "lanes.en.svg").write_text("touched", encoding="utf-8")
    (built / "found_twice" / "raci.en.svg").unlink()
    # The page and two drawings of gaps.
    assert kept(katch("build", "--jobs", "1")) == 3
    assert files(built) == before


@pytest.mark.parametrize("text", ["", "[]", "{", '{"form": 2, "parts": {"x": 3}}'])
def test_a_spoiled_record_is_not_looked_at(built, katch, text):
    before = files(built)
    record = built.with_name(".diagrams.built.json")
    record.write_text(text, encoding="utf-8")
    assert kept(katch("build", "--jobs", "1")) == 0
    assert files(built) == before


def told(folder):
    return json.loads(folder.with_name(f".{folder.name}.built.json").read_text("utf-8"))


def retell(folder, record):
    text = json.dumps(record)
    folder.with_name(f".{folder.name}.built.json").write_text(text, encoding="utf-8")


def test_what_did_not_change_is_not_proved_again(built, district, katch, monkeypatch):
    judged, prove_it = [], artifacts.judged

    def noted(bench, protocol, checked):
        judged.append(protocol)
        return prove_it(bench, protocol, checked)

    monkeypatch.setattr(artifacts, "judged", noted)
    # A text for people bears on no proof.
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    assert katch("build", "--jobs", "1").code == 0
    assert judged == []
    change(district / "found_alone.yaml", "limit: 2 hours", "limit: 3 hours")
    assert katch("build", "--jobs", "1").code == 0
    assert judged == ["found_alone"]
    assert set(told(built)["judged"]) == {"found_alone", "found_twice"}


@pytest.mark.parametrize("sealed", [False, True])
def test_a_spoiled_judgement_is_made_again(built, district, katch, sealed):
    record = told(built)
    kept_one = record["judged"]["found_twice"]
    kept_one["told"]["proofs"][0]["verdict"] = "perhaps"
    if sealed:
        kept_one["digest"] = digest_of(kept_one["told"])
    retell(built, record)
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    assert katch("build", "--jobs", "1").code == 0
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")
    assert told(built)["judged"] == told(district.parent / "fresh")["judged"]


def test_a_page_that_somebody_touched_lends_no_sheet(built, district, katch):
    page = built / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("Child safe", "Child lost"), "utf-8"
    )
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    assert katch("build", "--jobs", "1").code == 0
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_another_library_draws_everything_again(built, katch, monkeypatch):
    assert built.is_dir()
    monkeypatch.setattr("katch_protocols.cli.building.cache.version", lambda _: "99.0")
    assert kept(katch("build", "--jobs", "1")) == 0


def test_on_demand_nothing_is_kept(built, katch):
    assert built.is_dir()
    assert kept(katch("build", "--jobs", "1", "--afresh")) == 0


def test_a_record_that_names_other_files_brings_none_of_them(built, district, katch):
    before = files(built)
    record = built.with_name(".diagrams.built.json")
    told = json.loads(record.read_text(encoding="utf-8"))
    told["parts"]["found_alone"]["files"]["../protocols/roles.yaml"] = "0" * 64
    record.write_text(json.dumps(told), encoding="utf-8")
    assert katch("build", "--jobs", "1").code == 0
    assert files(built) == before
    assert (district / "roles.yaml").is_file()


def test_a_protocol_is_drawn_from_itself_and_those_it_names():
    texts = Inputs(*_shipped())
    near = texts.near("identification_child_tip")
    assert "identification_child_tip" in near
    assert set(near) < set(texts.handbook.protocols)


def _shipped():
    reading = read(Path(__file__).parents[2] / "protocols")
    return reading.sound(), reading.texts


def test_a_protocol_that_a_check_cannot_prove_is_proved_for_its_pages(
    built, district, katch, monkeypatch
):
    monkeypatch.setattr("katch_protocols.rules.reachable.MAX_PROVED_MOVES", 0)
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    fresh = district.parent / "fresh"
    assert files(fresh) == files(built)
    assert told(built)["judged"] == told(fresh)["judged"]
    assert kept(katch("build", "--jobs", "1", "--output", "fresh")) == len(files(fresh))
