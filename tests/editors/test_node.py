"""The server and the extension for VS Code, by programs of VS Code's own world."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from katch_protocols.editors.extension import extension_files
from tests.conftest import required
from tests.editors.small import PROTOCOL, TEXTS, desk_in
from tests.npm import workplace

HERE = Path(__file__).parent

ROLE = "case_worker]\n        to"


def node(place: Path, script: str, *words: str) -> dict:
    """Run a script about the role of the handbook; return what it prints."""
    before = TEXTS[PROTOCOL][: TEXTS[PROTOCOL].index(ROLE) + 1]
    line, column = before.count("\n"), len(before.rpartition("\n")[2])
    done = subprocess.run(
        [required("node"), script, *words, PROTOCOL, str(line), str(column)],
        cwd=place,
        capture_output=True,
        check=True,
        text=True,
        timeout=180,
        env={**os.environ, "KATCH_CACHE": "", "PYTHONPATH": str(HERE.parents[1])},
    )
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    here = tmp_path / "handbook"
    here.mkdir()
    return str(desk_in(here).folder)


@pytest.mark.skipif(
    not os.environ.get("KATCH_HEAVY"), reason="starts another server and installs more"
)
def test_the_library_of_vs_code_speaks_with_the_server(request, tmp_path, folder):
    npm = request.getfixturevalue("npm")
    place = tmp_path / "node"
    place.mkdir()
    workplace(npm, place, HERE / "protocol_client.cjs")
    found = node(place, "protocol_client.cjs", sys.executable, folder)
    can = found["capabilities"]
    assert (can["positionEncoding"], can["textDocumentSync"]["change"]) == ("utf-16", 1)
    assert can["renameProvider"] == {"prepareProvider": True}
    assert can["executeCommandProvider"]["commands"] == ["katch.openPage"]
    assert found["version"] == 2
    assert "held_by" in found["message"]
    assert any(letter >= "ә" or letter in "қңөұүһі" for letter in found["message"])
    assert "Police post" in found["hover"]["contents"]["value"]
    assert [e["uri"].rpartition("/")[2] for e in found["definition"]] == ["roles.yaml"]
    assert (found["refused"]["code"], found["refused"]["data"]) == (-32803, None)
    assert (found["code"], found["said"]) == (0, "")


def test_the_extension_shows_what_the_server_knows(tmp_path, folder):
    for name, data in extension_files().items():
        (tmp_path / name).write_bytes(data)
    host = str(HERE / "extension_host.cjs")
    found = node(tmp_path, host, str(tmp_path), sys.executable, folder)
    assert found["errors"] == []
    # The editor of the host speaks Russian.
    assert any("а" <= letter <= "я" for letter in found["slip"].pop("message"))
    assert found["slip"] == {
        "severity": 0,
        "page": "unknown-key.md",
        "line": TEXTS[PROTOCOL].splitlines().index("    held_by: duty_officer"),
    }
    assert found["actions"][0]["edit"][0]["text"] == "held_by"
    assert found["actions"][-1]["edit"] is None
    assert found["stale"] == 0
    assert "Police post" in found["hover"]
    assert found["renamed"] == ["east.yaml", PROTOCOL, PROTOCOL, "roles.yaml"]
    assert "police_post" in found["refused"]
    assert {"duty_officer", "case_worker"} <= set(found["offered"])
    assert found["definition"] == ["roles.yaml"]
    assert found["references"] == 4
    assert found["symbols"] == ["found_alone"]
    assert found["everywhere"] == ["case_worker"]


def test_the_extension_asks_for_nothing_else_and_says_what_it_needs():
    files = extension_files()
    assert sorted(files) == [
        "README.md",
        "connection.js",
        "extension.js",
        "package.json",
    ]
    declared = json.loads(files["package.json"])
    assert "dependencies" not in declared
    assert declared["main"] == "./extension.js"
    settings = declared["contributes"]["configuration"]["properties"]
    # A folder that somebody opens may not say which program is started.
    assert settings["katch.command"]["scope"] == "machine"
    asked = {
        word.split('"')[1]
        for name in ("connection.js", "extension.js")
        for word in files[name].decode().split("require(")[1:]
    }
    assert asked == {"vscode", "./connection", "node:child_process"}
