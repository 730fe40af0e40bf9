"""katch build draws what changed and nothing else, and never keeps what is stale."""

import contextlib
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from katch_protocols.cli.building import artifacts
from katch_protocols.cli.building import make as making
from katch_protocols.cli.building.inputs import Inputs
from katch_protocols.cli.building.record import digest_of
from katch_protocols.cli.main import main
from katch_protocols.files import answer_file
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


def test_a_comment_below_everything_makes_nothing_anew(
    built, district, katch, monkeypatch
):
    before = files(built)
    sought = []
    with (district / "found_alone.yaml").open("a", encoding="utf-8") as file:
        file.write("# Saved once more.\n")
    with monkeypatch.context() as patched:
        patched.setattr(making, "check_context", sought.append)
        assert kept(katch("build", "--jobs", "1")) == len(before)
    assert sought == []
    assert files(built) == before
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_where_findings_moved_the_page_says_the_new_lines(
    built, district, katch, monkeypatch
):
    path = district / "found_alone.yaml"
    change(path, "basis: guidance, source: practice_note}", "basis: proposed}")
    assert katch("build", "--jobs", "1").code == 0
    assert '"found_alone.yaml:16"' in (built / "index.html").read_text("utf-8")
    path.write_text("# One.\n# Two.\n" + path.read_text("utf-8"), encoding="utf-8")
    with monkeypatch.context() as patched:
        # Nothing but the places is written anew.
        patched.delattr(making, "make_book")
        assert katch("build", "--jobs", "1").code == 0
    assert '"found_alone.yaml:18"' in (built / "index.html").read_text("utf-8")
    assert katch("build", "--jobs", "1", "--output", "fresh").code == 0
    assert files(built) == files(district.parent / "fresh")


def test_a_file_that_does_not_belong_is_seen_where_nothing_changed(built, katch):
    before = files(built)
    (built / "gone" / "lanes.en.svg").parent.mkdir()
    (built / "gone" / "lanes.en.svg").write_text("old", encoding="utf-8")
    assert kept(katch("build", "--jobs", "1")) == len(before)
    assert files(built) == before
    (built / "letter.txt").write_text("Mine.", encoding="utf-8")
    assert katch("build", "--jobs", "1").code == 2
    assert (built / "letter.txt").read_text("utf-8") == "Mine."


def test_other_wishes_are_another_build(built, katch):
    before = files(built)
    assert katch("build", "--jobs", "1", "--theme", "grey").code == 0
    assert files(built) != before
    assert katch("build", "--jobs", "1").code == 0
    assert files(built) == before


def _comment(draw, texts):
    name = draw.choice(sorted(texts))
    lines = texts[name].splitlines(keepends=True)
    at = draw.randint(0, len(lines))
    texts[name] = "".join([*lines[:at], f"# {draw.random()}\n", *lines[at:]])


def _word(draw, texts):
    name = draw.choice(sorted(CHANGES))
    old, new = CHANGES[name]
    old, new = (old, new) if old in texts[name] else (new, old)
    texts[name] = texts[name].replace(old, new)


def _limit(draw, texts):
    name = draw.choice(["found_alone.yaml", "found_twice.yaml"])
    texts[name] = re.sub(r"limit: \d+", f"limit: {draw.randint(1, 9)}", texts[name])


def _swap(_, texts):
    texts["found_alone.yaml"], texts["found_twice.yaml"] = (
        texts[f"found_{other}.yaml"].replace(f"found_{other}", f"found_{own}")
        for own, other in (("alone", "twice"), ("twice", "alone"))
    )


@pytest.mark.parametrize("seed", range(2))
def test_whatever_was_built_before_a_build_is_as_one_from_nothing(
    built, district, katch, seed
):
    draw = random.Random(seed)  # noqa: S311 - the same edits every time
    for _ in range(3):
        texts = {name: (district / name).read_text("utf-8") for name in sorted(CHANGES)}
        for edit in draw.choices((_comment, _word, _limit, _swap), k=2):
            edit(draw, texts)
        for name, text in texts.items():
            (district / name).write_text(text, encoding="utf-8")
        assert katch("build", "--jobs", "1").code == 0
        fresh = ("build", "--jobs", "1", "--output", "fresh", "--afresh")
        assert katch(*fresh).code == 0
        assert files(built) == files(district.parent / "fresh")


def test_one_protocol_that_changed_is_drawn_alone(built, district, katch):
    before = files(built)
    # What a check finds in the other protocol is the same, so its gaps are too.
    own = [
        name
        for name in before
        if name.startswith(("found_twice/", "exports/found_twice."))
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
    # The page, and the drawings of gaps.
    gaps = [name for name in before if "/gaps." in name]
    assert kept(katch("build", "--jobs", "1")) == 1 + len(gaps)
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


def test_a_process_reads_the_library_once(built, katch, monkeypatch):
    before = files(built)
    assert kept(katch("build", "--jobs", "1")) == len(before)
    monkeypatch.setattr(answer_file, "_files", lambda _: pytest.fail("read anew"))
    assert kept(katch("build", "--jobs", "1")) == len(before)


def test_another_library_draws_everything_again(built, katch, monkeypatch):
    assert built.is_dir()
    monkeypatch.setattr("katch_protocols.cli.building.inputs.version", lambda _: "99.0")
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
