"""One real browser a session, and two workers that make nothing twice.

A file is tested by one worker, for what its fixtures make is costly; the files that
take longest are begun first, then those of which nobody knows how long they take: the
search that judges a random protocol may take tens of seconds. So no worker waits for
the other at the end.

The garbage collector looks seldom, and never again at what it has looked at once:
handbooks and their tables are many small objects, and few of them lie in circles.

``KATCH_EXAMPLES=20`` in the environment tries each property with twenty times as many
random examples. Without it a usual run tries a quarter of them, for the next run draws
others, but in CI; of 21 faults that were planted and that all of them find, a quarter
found each. ``make test-every`` tries all.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import engine
from hypothesis.internal.entropy import deterministic_PRNG
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# No test depends on the speed of a machine; those of the budget say their own.
os.environ.setdefault("KATCH_BUDGET", "none")
# Every proof of a test is made; those of the kept answers say their own.
os.environ["KATCH_CACHE"] = ""

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TESTS = Path(__file__).parent
TIMES = float(os.environ.get("KATCH_EXAMPLES", "0.25"))
if "KATCH_EXAMPLES" not in os.environ:
    # A failing example is made smaller for half a minute, not for five: the other
    # worker waits, and the seed that is printed makes it again.
    engine.MAX_SHRINKING_SECONDS = 30
# However slow the machine is, no example is too slow; by itself only CI says so. Where
# `CI` is set the same examples are drawn each time, so that only a change makes it red.
settings.register_profile(
    "any-machine",
    settings(),
    derandomize="CI" in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any-machine")
JUDGED = ("cases/", "changes/", "graphs/", "machines/", "proofs/", "semantics/")
"""Folders whose properties compare two ways to one answer."""

LONG = (
    "telling/test_shipped.py",
    "cli/test_simulate.py",
    "papers/test_browsing.py",
    "faults/test_mistakes.py",
    "proofs/timing/test_worst_case.py",
    "hostile/test_handbooks.py",
    "evidence/test_sampling.py",
    "evidence/indicators/test_shares_together.py",
    "drawings/test_gaps.py",
    "proofs/test_random_protocols.py",
    "exchange/test_workbook_kept.py",
    "papers/test_booklet.py",
    "files/test_other_readers.py",
    "house/test_typed_pages.py",
    "evidence/simulations/test_taken_up_at_once.py",
    "evidence/indicators/test_inclusions.py",
    "cli/test_build_kept.py",
    "house/test_docs.py",
    "catalogue/test_monsters.py",
    "papers/test_page_words.py",
    "house/test_wheel.py",
    "papers/test_first_screens.py",
    "files/test_bounds.py",
    "rules/test_pages.py",
    "exchange/test_pictures.py",
    "semantics/test_vectors.py",
    "drawings/test_draw.py",
    "duties/test_handoffs_told.py",
    "proofs/timing/test_at_least_after.py",
    "cli/test_build_workers.py",
    "drawings/test_accessible.py",
    "house/test_front_door.py",
    "changes/test_mistakes.py",
    "house/test_figures.py",
    "cli/test_usage.py",
    "files/test_round_trip.py",
    "exchange/test_workbook_spoiled.py",
    "exchange/test_begin.py",
    "duties/test_agreed.py",
    "evidence/indicators/test_hiding.py",
    "proofs/test_kept.py",
    "evidence/simulations/test_live_cases.py",
    "cli/test_preview_browsing.py",
    "drawings/test_tables.py",
    "cases/test_settled.py",
    "proofs/test_wide.py",
    "stores/test_same_as_memory.py",
    "stores/test_crashes.py",
    "files/test_schema.py",
    "exchange/test_workbook.py",
    "evidence/simulations/test_held_back.py",
    "papers/test_sheets.py",
    "sentences/test_refusals.py",
    "changes/test_laws.py",
)
"""Files that take five seconds and more, with those that go with them: begun first.

The first of those that need runs or an audit compiled compiles it for both workers.
"""


TOGETHER = {
    "cli/test_answers.py": "findings",
    "drawings/test_gaps.py": "findings",
    "house/test_protocols.py": "findings",
    "papers/test_browsing.py": "page",
    "papers/test_cards.py": "telling",
    "papers/test_clock.py": "page",
    "papers/test_ends.py": "page",
    "papers/test_engine.py": "page",
    "papers/test_first_screens.py": "page",
    "papers/test_office.py": "telling",
    "papers/test_page.py": "page",
    "papers/test_printing.py": "page",
    "proofs/test_prove.py": "findings",
    "telling/test_shipped.py": "telling",
    "telling/test_told.py": "telling",
}
"""Files of which one worker tests all, for they share what a session makes."""

PARTED = {"faults/test_mistakes.py"}
"""Files that are parted by protocol, the first word of a test's parameters."""


class ByFile(LoadScopeScheduling):
    """Give each worker whole files, in the order in which they are collected."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, test = nodeid.partition("::")
        file = path.removeprefix("tests/")
        if file in PARTED:
            return f"{file} {test.partition('[')[2].rstrip(']').partition('-')[0]}"
        return TOGETHER.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Schedule by file; the mark ``xdist_group`` does nothing with pytest 9.2."""
    return ByFile(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Prepare a process that collects tests; who starts the workers does not."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        from tests import rereading  # noqa: PLC0415 - it brings the library

        rereading.begin()
        # Once Hypothesis looks through everything for who holds what draws numbers, and
        # finds nobody among what is left alone later.
        with deterministic_PRNG():
            pass
        # Modules and tests come in by the thousands, and none of them goes.
        gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with the long files, whatever the random order."""
    yield
    # One for all parameters.
    for test in {getattr(item, "obj", None) for item in items}:
        _try_more(test)
    order = {name: at for at, name in enumerate(LONG)}

    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(TESTS).as_posix()
        return order.get(file, len(order) + (not file.startswith(JUDGED)))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Leave alone what lives as long as the session, with the little that does not."""
    gc.freeze()
    gc.callbacks.append(_look_once)
    gc.set_threshold(1_000_000, 10, 10)
    gc.enable()


def _look_once(phase: str, found: dict[str, int]) -> None:
    """Leave alone what a search through everything has left: most of it is kept."""
    if (phase, found["generation"]) == ("stop", 2):
        gc.freeze()


def _try_more(test: object) -> None:
    """Set how many examples a property is tried with."""
    some = getattr(test, "_hypothesis_internal_use_settings", None)
    if some is not None and TIMES != 1:
        others = settings(some, max_examples=ceil(some.max_examples * TIMES))
        test._hypothesis_internal_use_settings = others


def required(name: str) -> str:
    """Return where a program is; without it CI fails, and others skip the test."""
    program = shutil.which(name)
    if program is None:
        reason = f"there is no program '{name}'; .ci/run or a make target installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@pytest.fixture
def new_garbage() -> Iterator[None]:
    """Let the collector look at nothing but what the test makes, as often as it asks.

    What the session has kept until then are millions of objects: seconds to look at.
    """
    gc.freeze()
    gc.callbacks.remove(_look_once)
    yield
    gc.callbacks.append(_look_once)


@pytest.fixture
def kept_answers() -> Iterator[None]:
    """What is proved of the shipped handbook in a test is proved once and kept."""
    from tests.shipped import kept  # noqa: PLC0415 - it brings the library

    with kept():
        yield


@pytest.fixture(scope="session")
def npm(pytestconfig: pytest.Config) -> Path:
    """Return the folder in which the programs that npm brings are installed."""
    from tests.npm import installed  # noqa: PLC0415 - it asks what stands here

    return installed(pytestconfig.cache.mkdir("npm"))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's chromium; never one that is downloaded."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - heavy

    expect.set_options(timeout=30_000)  # for machines that do much else
    program = required("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program)
        yield found
        found.close()


@pytest.fixture(scope="session")
def window(browser: "Browser") -> "Iterator[Page]":
    """A page in which one file after the other is opened: a new one takes a second."""
    found = browser.new_page()
    yield found
    found.close()
