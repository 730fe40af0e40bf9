"""Neovim's own client, with the settings that the how-to prints."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import shipped

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "draft" / "how-to" / "edit-with-findings.md"
SETTINGS = re.compile(r"```lua\n(.*?)```", re.DOTALL)
NVIM = shutil.which("nvim")
FILE, ROLE = "identification_child_tip.yaml", "police_duty"


@pytest.mark.skipif(
    not os.environ.get("KATCH_HEAVY"), reason="starts an editor, and half a minute"
)
@pytest.mark.skipif(NVIM is None, reason="there is no program 'nvim'")
def test_neovim_shows_and_does_what_the_page_says(tmp_path):
    book = tmp_path / "protocols"
    shutil.copytree(shipped.PROTOCOLS, book)
    (settings,) = SETTINGS.findall(PAGE.read_text(encoding="utf-8"))
    (tmp_path / "init.lua").write_text(settings, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    katch = tmp_path / "bin" / "katch"
    katch.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m katch_protocols "$@"\n')
    katch.chmod(0o755)
    script = f"luafile {HERE / 'neovim_desk.lua'}"
    done = subprocess.run(
        [str(NVIM), "--headless", "--clean", "-u", "init.lua", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
        timeout=600,
        env={
            **os.environ,
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(HERE.parents[1]),
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
            "KATCH_CACHE": "",
            "FILE": str(book / FILE),
            "SLIP": ROLE,
            "NEW": "police_desk",
        },
    )
    found = json.loads(done.stdout)
    assert "failed" not in found, found
    assert found["root"] == str(book)
    assert f"`{ROLE}`" in found["hover"]
    assert found["definition"][0]["uri"].endswith("/roles.yaml")
    assert {ROLE, "case_manager"} <= set(found["offered"])
    assert found["symbols"] == 1
    slip = found["slip"]
    assert (slip["source"], slip["code"]) == ("katch", "unknown-role")
    assert f"The nearest is '{ROLE}'." in slip["message"].splitlines()
    assert found["mended"]
    texts = {path.name: path.read_text("utf-8") for path in book.rglob("*.yaml")}
    apart = {"agreed.yaml", "register.yaml"}
    named = {
        name for name, text in texts.items() if re.search(rf"\b{ROLE}\b", text)
    } - apart
    assert found["renamed"] == sorted(named)
    words = sum(len(re.findall(rf"\b{ROLE}\b", texts[name])) for name in named)
    assert found["references"] == words
