"""One real browser a session: two cannot be driven in one process."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

# No test depends on the speed of a machine; those of the budget say their own.
os.environ.setdefault("KATCH_BUDGET", "none")

expect.set_options(timeout=30_000)  # for machines that do much else


def required(name: str) -> str:
    """Return where a program is; without it CI fails, and others skip the test."""
    program = shutil.which(name)
    if program is None:
        reason = f"there is no program '{name}'; .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; never one that is downloaded."""
    program = required("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program)
        yield found
        found.close()
