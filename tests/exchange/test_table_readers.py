"""Readers of the table in other languages, as the docs show them, pass the vectors."""

import json
import subprocess
from pathlib import Path

import pytest

import katch_protocols as kp
from tests.conftest import required
from tests.exchange.heavy import heavy

BUILD = Path(__file__).parents[2] / "docs" / "build"
GSON = Path("/usr/share/java/gson.jar")  # where Debian's libgoogle-gson-java puts it
NAME = "identification_child_tip"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write a table and its vectors; return both, and what a reader says of them."""
    protocol = kp.handbook().protocols[NAME]
    vectors = kp.vectors(protocol)
    folder = tmp_path_factory.mktemp("vectors")
    names = folder / "table.json", folder / "vectors.json"
    for name, answer in zip(names, (kp.compile(protocol), vectors), strict=True):
        name.write_text(json.dumps(answer.to_json()), "utf-8")
    steps = sum(len(walk.steps) for walk in vectors.walks)
    return names, f"{len(vectors.walks)} walks, {steps} steps\n"


def run(*words):
    return subprocess.run(words, capture_output=True, check=False, text=True)


READERS = [
    pytest.param("node", ("run_vectors.js",), id="javascript"),
    pytest.param("ruby", ("table_reader.rb",), id="ruby", marks=heavy),
    pytest.param("java", ("-cp", GSON, "TableReader.java"), id="java", marks=heavy),
]


@pytest.mark.parametrize(("program", "words"), READERS)
def test_a_reader_passes_and_notices_a_wrong_answer(program, words, files, tmp_path):
    (table, vectors), told = files
    *options, reader = words
    command = (required(program), *options, BUILD / reader, table)
    done = run(*command, vectors)
    assert (done.stdout, done.stderr) == (told, "")
    wrong = json.loads(vectors.read_text("utf-8"))
    wrong["walks"][-1]["end"] = "0x0"
    wrong["walks"][0]["steps"][1]["possible"].append("nothing")
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), "utf-8")
    done = run(*command, tmp_path / "wrong.json")
    assert done.returncode != 0
    assert "nothing" in done.stderr
