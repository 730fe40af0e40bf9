"""A host in JavaScript: it asks ``katch serve``, and is told by web hooks."""

import base64
import os
import shutil
import signal
import subprocess
import sys

import pytest

import katch_protocols as kp
from katch_protocols.stores.post import Receiver
from tests.hosts.conftest import code_of
from tests.house.pages import BLOCK, ROOT

PAGE = "use-another-language.md"
SECRET = "whsec_" + base64.b64encode(b"only for this test, thirty bytes").decode()


@pytest.fixture(scope="module")
def node():
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Node")
        pytest.skip("there is no Node to run the client of the page")
    return found


def shown():
    """Return what the page says that its programs print, in its order."""
    text = (ROOT / "docs" / "build" / "how-to" / PAGE).read_text(encoding="utf-8")
    return [each["body"] for each in BLOCK.finditer(text) if each["kind"] == "text"]


@pytest.fixture
def folder(project, tmp_path):
    project(PAGE)
    assert sorted(code_of(PAGE)) == ["client.js", "receiver.js"]
    return tmp_path


def test_the_client_of_the_page_says_what_the_page_says(node, folder):
    command = [sys.executable, "-m", "katch_protocols", "serve", "--rehearse"]
    command += ["--handbook", "saltmarsh", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANG": "C"},
    ) as process:
        said = []
        while not said or not said[-1].startswith("Serving"):
            said.append(process.stdout.readline().rstrip())
            assert said[-1], process.stderr.read()
        people = dict(line.split(": ") for line in said[:-1])
        told = [line.partition(":")[0] for line in shown()[0].splitlines()]
        assert [*people, "Serving at http"] == told
        (url,) = (word for word in said[-1].split() if word.startswith("http"))
        ran = subprocess.run(
            [node, "client.js"],
            cwd=folder,
            env={**os.environ, "OFFICER": people["duty_officer"], "SERVICE": url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ran.stdout, ran.stderr) == (shown()[1], "")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stdout.read() == "Stopped; nothing is lost.\n"
        # Nothing of who asked for what is logged.
        assert process.stderr.read() == ""


def test_the_receiver_of_the_page_takes_what_is_signed_and_says_it_once(
    node, folder, monkeypatch
):
    monkeypatch.setenv("KATCH_KEY_DESK", SECRET)
    monkeypatch.setenv("KATCH_KEY_OTHER", "whsec_" + "c2VjcmV0" * 6)
    officer = kp.Actor(
        "u1", roles=["duty_officer"], agency="harbour_police", region=None
    )
    process = subprocess.Popen(
        [node, "receiver.js"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SECRET": SECRET, "PORT": "0"},
    )
    try:
        port = process.stdout.readline().split()[-1]
        with kp.open_store("sqlite://", kp.read(folder / "saltmarsh")) as store:
            url = f"http://127.0.0.1:{port}/hooks"
            store.set_receiver(Receiver("desk", url, ("desk",), "all"))
            case = store.open_case("referral").reference
            store.do(case, "make_safe", by=officer)
            sent = store.deliver().sent
            assert len(sent) == 2
            assert store.replay(post=sent[0]) == 1
            assert len(store.deliver().sent) == 1
            store.set_receiver(Receiver("desk", url, ("other",), "all"))
            store.replay(post=sent[1])
            (failed,) = store.deliver().failed
            assert (failed.code, failed.status) == ("answer", 401)
    finally:
        process.kill()
        said, _ = process.communicate()
    # Node leaves a space where nothing follows; a page does not.
    found = [line.rstrip() for line in said.splitlines()]
    assert found == shown()[2].splitlines()
