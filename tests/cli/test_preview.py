"""katch preview: what a save brings, and what the page never gives away."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import date
from http.client import HTTPConnection
from threading import Thread

import pytest

from katch_protocols.cli.previewing.desk import Desk
from katch_protocols.cli.previewing.problems import problem_lines
from katch_protocols.cli.previewing.server import HOST, Server

DAY = date(2026, 6, 1)


@pytest.fixture
def desk(district):
    found = Desk(district, lambda: DAY)
    found.look()
    yield found
    found.close()


@pytest.fixture
def server(desk):
    with Server(desk) as found:
        Thread(target=found.serve_forever, args=(0.01,), daemon=True).start()
        yield found
        found.shutdown()


def asked(server, path, method="GET", **headers):
    with closing(HTTPConnection(HOST, server.server_port, timeout=10)) as connection:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def state(server, language="en"):
    return json.loads(asked(server, f"/state/{language}")[2])


def drawing(server, view="lanes", part="-", language="en"):
    path = f"/drawing/found_alone/{view}/{part}/{language}"
    return json.loads(asked(server, path)[2])


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


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
    assert card["parts"] == [["police_post", "Police post"]]
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
    change(district / "found_alone.yaml", " by: duty_officer", " by: nobody")
    lines = list(problem_lines(desk.look().findings, district, "en"))
    (line,) = [each for each in lines if each.endswith("[unknown-role]")][:1]
    place, _, message = line.partition(": error: ")
    assert place == f"{district.as_posix()}/found_alone.yaml:20:9"
    assert message.startswith("'nobody' is not the name of any role.")
    assert all("\n" not in each for each in lines)


HIDDEN = "nobody_may_read_this"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/drawing/../../secret.txt",
        "/drawing/..%2f..%2fsecret/lanes/-/en",
        "/drawing/found_alone/../-/en",
        "//etc/passwd",
        "/etc/passwd",
        "/etc/passwd%00",
        "/handbook.yaml",
        "/found_alone.yaml",
        "/protocols/found_alone.yaml",
        "/link.txt",
        "/preview.js/../../../secret.txt",
        "/preview.css?x=../secret.txt",
        "/state/../en",
        "/state/en/",
        "\\..\\secret.txt",
        "/drawing/found_alone/nothing/-/en",
    ],
)
def test_no_path_leads_to_a_file(server, district, path):
    secret = district.parent / "secret.txt"
    secret.write_text(HIDDEN, encoding="utf-8")
    (district / "link.txt").symlink_to(secret)
    status, headers, body = asked(server, path)
    assert (status, body) == (404, b"")
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_a_protocol_that_is_not_there_has_no_drawing(server):
    assert asked(server, "/drawing/passwd/lanes/-/en")[::2] == (200, b"null")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "[::1]:80", ""]
)
def test_a_name_bent_to_loopback_is_refused(server, host):
    assert asked(server, "/state/en", Host=host)[::2] == (421, b"")


def test_loopback_is_served_under_both_its_names(server):
    for name in ("127.0.0.1", "localhost"):
        host = f"{name}:{server.server_port}"
        assert asked(server, "/state/en", Host=host)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_what_another_site_asks_for_is_refused(server, headers):
    assert asked(server, "/state/en", **headers)[::2] == (403, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "X"])
def test_nothing_but_get_is_answered(server, method):
    assert asked(server, "/", method)[::2] == (405, b"")


def test_every_answer_carries_the_strict_headers(server):
    for path in ("/", "/preview.js", "/preview.css", "/state/en", "/nothing"):
        headers = asked(server, path)[1]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name in headers if name.startswith("Access-Control")]
        assert headers["Server"] == "katch"


def test_the_stream_names_every_look_and_ends_with_the_desk(desk, server):
    with socket.create_connection((HOST, server.server_port), timeout=10) as reader:
        host = f"Host: {HOST}:{server.server_port}"
        reader.sendall(f"GET /events HTTP/1.0\r\n{host}\r\n\r\n".encode())
        stream = reader.makefile("rb")
        lines = iter(stream.readline, b"")
        assert any(b"text/event-stream" in line for line in lines)
        first = desk.sight.number
        assert any(line == f"data: {first}\n".encode() for line in lines)
        desk.look()
        assert any(line == f"data: {first + 2}\n".encode() for line in lines)
        desk.close()
        assert list(lines)[-1:] in ([], [b"\n"])


def test_a_fault_of_the_library_is_a_sentence_and_the_page_goes_on(district):
    desk = Desk(district, iter([DAY, "no day at all"]).__next__)
    assert desk.look().fault == ""
    sight = desk.look()
    assert (sight.fault, sight.is_busy) == ("TypeError", False)
    assert sight.drawn_from


@pytest.mark.parametrize("flag", ["--problems", None])
def test_ctrl_c_ends_it_cleanly(district, flag):
    words = ["preview", str(district), "--no-open", *([flag] if flag else [])]
    with subprocess.Popen(
        [sys.executable, "-m", "katch_protocols", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    ) as process:
        assert "The page is at http://127.0.0.1:" in process.stdout.readline()
        while flag and process.stdout.readline() != "katch: checked\n":
            pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
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
