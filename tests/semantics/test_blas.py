"""The threads of linear algebra sleep at once, and nobody's environment is changed."""

import os
import subprocess
import sys

import pytest

from katch_protocols.blas import IdleThreads
from tests.rules.saltmarsh import SALTMARSH

LOOKS = "OPENBLAS_THREAD_TIMEOUT"

LOADED = """
import json, os, sys
said = []
class Asked:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            said.append(os.environ.get("OPENBLAS_THREAD_TIMEOUT"))
sys.meta_path.insert(0, Asked())
import katch_protocols as kp
handbook = kp.read(sys.argv[1])
{use}
print(json.dumps([said, os.environ.get("OPENBLAS_THREAD_TIMEOUT")]))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    found = tmp_path_factory.mktemp("saltmarsh")
    for name, text in SALTMARSH.items():
        (found / name).write_text(text, encoding="utf-8")
    return found


def said_in(program, place, **more):
    environment = {key: each for key, each in os.environ.items() if key != LOOKS}
    done = subprocess.run(
        [sys.executable, "-c", program, str(place)],
        env={**environment, **more},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    "use", ["kp.check(handbook)", "kp.prove", "kp.draw", "kp.simulate"]
)
def test_it_is_said_while_numpy_is_loaded_and_then_no_more(use, place):
    assert said_in(LOADED.format(use=use), place) == '[["4"], null]\n'


def test_what_somebody_else_has_said_stays(place):
    said = said_in(LOADED.format(use="kp.prove"), place, **{LOOKS: "20"})
    assert said == '[["20"], "20"]\n'


def test_nothing_is_said_where_numpy_is_there(monkeypatch):
    monkeypatch.delenv(LOOKS, raising=False)
    assert "numpy" in sys.modules
    with IdleThreads():
        assert LOOKS not in os.environ
