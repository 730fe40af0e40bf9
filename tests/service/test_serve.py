"""``katch serve`` in a process of its own; tests/hosts has a client in JavaScript."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from socket import create_server
from urllib.error import HTTPError

import pytest

import katch_protocols as kp
from katch_protocols.cli.main import main
from katch_protocols.cli.starts import handbook_start
from tests.service.conftest import KEY, public, token


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("serve")
    (found / "saltmarsh").mkdir()
    for name, text in handbook_start("saltmarsh", ["en"], example=True).items():
        (found / "saltmarsh" / name).write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def there(folder, monkeypatch):
    monkeypatch.chdir(folder)


@pytest.fixture
def served(folder):
    """Start ``katch serve``; give what it said, and stop it as a machine would."""
    running = []

    def start(*words):
        command = [sys.executable, "-m", "katch_protocols", "serve", *words]
        command += ["--handbook", "saltmarsh", "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "LANG": "C"},
        )
        running.append(process)
        said = []
        while not said or not said[-1].startswith("Serving"):
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said.append(line.rstrip())
        return process, said

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def url_of(said):
    return re.search(r"http://[\d.]+:\d+", said[-1])[0]


def get(url, **headers):
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_store_is_served_to_whom_its_keys_vouch_for(served, folder):
    (folder / "keys.json").write_text(json.dumps({"keys": [public(KEY)]}), "utf-8")
    address = f"sqlite:///{folder / 'cases.db'}"
    words = ["--store", address, "--trust", "keys.json", "--metrics", "127.0.0.1:0"]
    words += ["--name", "harbour"]
    process, said = served(*words)
    url = url_of(said)
    assert json.loads(get(f"{url}/health")[1])["ok"]
    assert get(f"{url}/cases")[0] == 401
    who = {"Authorization": f"Bearer {token('chief')}"}
    status, text = get(f"{url}/cases", **who)
    assert (status, json.loads(text)["cases"]) == (200, [])
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "or `--rehearse` and neither"),
        (("--store", "sqlite://"), 2, "or `--rehearse` and neither"),
        (("--rehearse", "--store", "sqlite://"), 2, "or `--rehearse` and neither"),
        (("--rehearse", "--listen", "8000"), 2, "'8000' is no HOST:PORT"),
        (("--rehearse", "--listen", "127.0.0.1:99999"), 2, "is no HOST:PORT"),
        (("--store", "sqlite://", "--trust", "nokeys.json"), 2, "No keys to trust"),
        (("--store", "sqlite://", "--trust", "nowhere.json"), 2, "nowhere.json"),
    ],
)
@pytest.mark.usefixtures("there")
def test_what_cannot_be_served_is_said(folder, capsys, words, code, said):
    (folder / "nokeys.json").write_text("{}", encoding="utf-8")
    assert main(["serve", *words, "--handbook", "saltmarsh"]) == code
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("there")
def test_a_store_of_another_name_is_told(folder, capsys):
    """Every token for the name that was asked for would be refused."""
    (folder / "trusted.json").write_text(json.dumps({"keys": [public(KEY)]}), "utf-8")
    address = f"sqlite:///{folder / 'named.db'}"
    kp.open_store(address, kp.read("saltmarsh"), name="harbour").close()
    words = ["--store", address, "--trust", "trusted.json", "--handbook", "saltmarsh"]
    assert main(["serve", *words, "--name", "haven"]) == 2
    assert "The store is called 'harbour'" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--listen", "--metrics"])
@pytest.mark.usefixtures("there")
def test_an_address_that_is_taken_is_named(capsys, option):
    with create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        asked = {"--listen": "127.0.0.1:0", option: address}
        given = [word for pair in asked.items() for word in pair]
        words = ["serve", "--rehearse", "--handbook", "saltmarsh", *given]
        with ThreadPoolExecutor(1) as thread:  # other tests leave a loop in this one
            assert thread.submit(main, words).result() == 3
    assert f"{address} cannot be listened at." in capsys.readouterr().err
