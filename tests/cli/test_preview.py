"""katch preview: what a save brings, and what the page never gives away."""

import itertools
import os
import signal
import subprocess
import sys

import pytest

from katch_protocols.cli.previewing.answers import problem_lines
from katch_protocols.cli.previewing.session import Session
from katch_protocols.files.answer_file import AnswerFile
from tests.cli.previewing import DAY, asked, change, desk, drawing, server, state

__all__ = ["desk", "server"]  # fixtures


def rules(sight):
    return [each.rule for each in sight.findings]


def test_a_save_brings_new_findings_and_a_new_drawing(desk, district, server):
    before = state(server)
    assert "Look for danger" in drawing(server)["svg"]
    assert not desk.news()
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    assert desk.news()
    desk.look()
    after = state(server)
    assert after["number"] > before["number"]
    assert after["edited"] == "found_alone"
    assert "Ask who is there" in drawing(server)["svg"]
    assert not drawing(server)["stale"]


class Noting(AnswerFile):
    """Kept answers, and how many were new since somebody asked."""

    new = 0

    def put(self, digest, answer):
        self.new += 1
        super().put(digest, answer)

    def news(self):
        found, self.new = self.new, 0
        return found


def test_a_save_proves_nothing_again_that_did_not_change(district, tmp_path):
    cache = Noting(tmp_path / "kept.json")
    desk = Session(district, lambda: DAY, cache)
    desk.look()
    assert cache.news() > 0
    change(district / "found_alone.yaml", "Look for danger", "Ask who is there")
    desk.look()
    assert cache.news() == 0  # no proof sees a title
    change(district / "found_alone.yaml", "limit: 2 hours", "limit: 3 hours")
    said = desk.look().findings
    assert cache.news() > 0
    assert Session(district, lambda: DAY).look().findings == said
    # What is kept is there for the next who looks, as for every other command.
    later = Noting(tmp_path / "kept.json")
    assert Session(district, lambda: DAY, later).look().findings == said
    assert later.news() == 0


def test_what_needs_no_proof_is_told_before_anything_is_proved(desk, district):
    seen = []
    tell = desk._tell
    desk._tell = lambda sight: seen.append(tell(sight)) or seen[-1]
    change(district / "found_alone.yaml", " by: duty_officer", " by: somebody")
    desk.look()
    early = [each for each in seen if each.is_busy and "unknown-role" in rules(each)]
    assert early
    assert not seen[-1].is_busy


def test_a_save_ends_the_look_that_goes_on(desk, district, monkeypatch):
    def endless(*_, **__):
        from katch_protocols.budget import look  # noqa: PLC0415

        change(district / "found_alone.yaml", "limit: 3 hours", "limit: 4 hours")
        assert desk.news()
        for _ in itertools.count():
            look()

    change(district / "found_alone.yaml", "limit: 2 hours", "limit: 3 hours")
    with monkeypatch.context() as patched:
        patched.setattr("katch_protocols.proofs.prove.prove", endless)
        assert desk.look().is_busy
    assert not desk.look().is_busy


def test_broken_yaml_keeps_the_last_good_drawing_under_the_finding(
    desk, district, server
):
    good = drawing(server)["svg"]
    change(district / "found_alone.yaml", "states:", "states: {")
    desk.look()
    (finding,) = [
        each for each in state(server)["findings"] if each["severity"] == "error"
    ]
    assert finding["place"].startswith("found_alone.yaml:")
    assert finding["fix"]
    kept = drawing(server)
    assert (kept["svg"], kept["stale"]) == (good, True)
    # Even a view that nobody had asked for is drawn as it was.
    assert "<svg" in drawing(server, "states")["svg"]
    change(district / "found_alone.yaml", "states: {", "states:")
    desk.look()
    assert not drawing(server)["stale"]


def test_a_way_to_nowhere_keeps_the_last_good_drawing(desk, district, server):
    good = drawing(server)["svg"]
    change(district / "found_alone.yaml", "to: weighed", "to: wayed")
    assert "unknown-target" in rules(desk.look())
    assert (drawing(server)["svg"], drawing(server)["stale"]) == (good, True)


def test_every_view_is_drawn_and_a_card_begins_with_the_first_agency(server):
    for view, title in state(server)["views"]:
        drawn = drawing(server, view)
        assert drawn["svg"].startswith("<svg")
        assert title
    card = drawing(server, "agency")
    assert card["part"] == "police_post"
    assert card["parts"] == [
        ["police_post", "Police post"],
        ["children_office", "Children's office"],
    ]
    assert drawing(server, "agency", part="no_such_agency")["part"] == "police_post"


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Findings"), ("ru", "Замечания"), ("kk", "Ескертпелер")],
)
def test_findings_and_words_come_in_the_language_that_is_asked(
    desk, district, server, language, word
):
    change(district / "handbook.yaml", "[en]", "[en, ru, kk]")
    desk.look()
    found = state(server, language)
    assert (found["language"], found["words"]["findings"]) == (language, word)
    assert drawing(server, language=language)["svg"].startswith("<svg")


def test_a_folder_that_goes_and_comes_back(desk, district, server):
    gone = district.with_name("away")
    district.rename(gone)
    assert desk.news()
    assert rules(desk.look()) == ["no-folder"]
    assert drawing(server)["stale"]
    gone.rename(district)
    assert desk.news()
    assert "no-folder" not in rules(desk.look())
    assert not drawing(server)["stale"]


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("file-too-large", lambda path: path.write_bytes(b"#" * 1_048_577)),
        ("not-a-file", os.mkfifo),
        ("symbolic-link", lambda path: path.symlink_to("/etc/passwd")),
        ("not-utf-8", lambda path: path.write_bytes(b"protocol: \xff\n")),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(desk, district, server, rule, spoil):
    spoil(district / "other.yaml")
    assert desk.news()
    assert rule in rules(desk.look())
    told = asked(server, "/state/en")[2].decode()
    assert "root:" not in told
    assert "Traceback" not in told


def test_the_problems_are_what_a_matcher_of_an_editor_reads(desk, district):
    change(district / "found_alone.yaml", " by: duty_officer", " by: somebody")
    lines = list(problem_lines(desk.look().findings, district, "en"))
    (line,) = [each for each in lines if each.endswith("[unknown-role]")][:1]
    place, _, message = line.partition(": error: ")
    assert place == f"{district.as_posix()}/found_alone.yaml:20:9"
    assert message.startswith("'somebody' is not the name of any role.")
    assert all("\n" not in each for each in lines)


def test_a_fault_of_the_library_is_a_sentence_and_the_page_goes_on(district):
    days = [DAY]
    desk = Session(district, lambda: days[-1])
    assert desk.look().fault == ""
    days.append("no day at all")
    sight = desk.look()
    assert (sight.fault, sight.is_busy) == ("TypeError", False)
    assert sight.drawn_from


HEARING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("katch_protocols", run_name="__main__")
"""
# A shell starts what runs in the background deaf to Ctrl-C, and its children too.


@pytest.mark.parametrize("flag", ["--problems", None])
def test_ctrl_c_ends_it_cleanly(district, flag):
    words = ["preview", str(district), "--no-open", *([flag] if flag else [])]
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    ) as process:
        assert "The page is at http://127.0.0.1:" in process.stdout.readline()
        while flag and process.stdout.readline() != "katch: checked\n":
            pass
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "Stopped.\n", "")


def test_a_port_that_is_taken_is_refused_in_a_sentence(server, katch):
    ran = katch("preview", "--no-open", "--port", str(server.server_port))
    assert ran.code == 3
    port = server.server_port
    said = f"The port {port} cannot be used. Leave out --port to get a free one.\n"
    assert ran.err == said


@pytest.mark.usefixtures("district")
def test_without_a_folder_nothing_is_served(katch):
    ran = katch("preview", "nowhere", "--no-open")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("There is no handbook in 'nowhere'.")
