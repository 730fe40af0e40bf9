"""Hosts as the pages show them, started by their own servers and asked over HTTP."""

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from katch_protocols.cli.starts import handbook_start
from tests.house.pages import BLOCK, ROOT

__all__ = ["Asker", "code_of", "free_port"]

NAMED = re.compile(r"`([\w./]+\.\w+)`:\n+\Z")


def code_of(page: str) -> dict[str, str]:
    """Return the files that a page of the docs shows, word for word, by their names."""
    text = (ROOT / "docs" / "build" / "how-to" / page).read_text(encoding="utf-8")
    found = {}
    for block in BLOCK.finditer(text):
        named = NAMED.search(text, 0, block.start())
        if named is not None:
            found[named[1]] = block["body"]
    return found


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Asker:
    """One person's browser: it keeps cookies, and sends back what guards a form."""

    def __init__(self, url: str, **cookies: str) -> None:
        self.url, self.jar = url, http.cookiejar.CookieJar()
        self.language = "en"
        for name, value in cookies.items():
            self.jar.set_cookie(_cookie(name, value))
        keep = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(keep)

    def ask(
        self, method: str, path: str, key: str | None = None
    ) -> tuple[int, dict[str, object]]:
        """Ask; return the status and the answer."""
        guard = next((each.value for each in self.jar if each.name == "csrftoken"), "")
        headers = {
            "X-CSRFToken": guard or "",
            "Content-Type": "application/json",
            "Accept-Language": self.language,
        }
        if key is not None:
            headers["Idempotency-Key"] = key
        asked = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path, headers=headers, method=method
        )
        try:
            with self.opener.open(asked, timeout=30) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                is_json = error.headers.get_content_type() == "application/json"
                return error.code, json.load(error) if is_json else {}


def _cookie(name: str, value: str) -> http.cookiejar.Cookie:
    return http.cookiejar.Cookie(
        *(0, name, value, None, False, "127.0.0.1", True, False, "/", True),
        *(False, None, True, None, None, {}),
    )


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """Write the files of a page, beside the handbook that its reader begins with."""

    def written(page: str) -> Path:
        files = code_of(page)
        for name, text in handbook_start("saltmarsh", ["en"], example=True).items():
            files[f"saltmarsh/{name}"] = text
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def started() -> Iterator[Callable[..., None]]:
    """Start servers, wait until they listen, and stop them after the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start(folder: Path, port: int, *words: str, **more: str) -> None:
        command = [sys.executable, *words]
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **more},
                stdout=said,
                stderr=said,
            )
        running.append(process)
        while not _listens(port):
            told = (folder / "said.txt").read_text(encoding="utf-8")
            assert process.poll() is None, told
            time.sleep(0.05)

    yield start
    for process in running:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0
