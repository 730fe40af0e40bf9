"""What goes wrong inside or around katch: one sentence, an exit code, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from katch_protocols.cli.building.artifacts import drawn
from katch_protocols.cli.building.placing import put_in_place
from katch_protocols.cli.building.workers import WorkerState
from tests.shipped import reading


@pytest.fixture
def broken(monkeypatch, district):
    def fall(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("katch_protocols.cli.opening.read", fall)
    return district


@pytest.mark.usefixtures("broken")
def test_a_fault_of_our_own_is_told_in_two_sentences(katch):
    ran = katch("check")
    assert (ran.code, ran.out, ran.err) == (
        3,
        "",
        (
            "katch stopped at a fault of its own (ZeroDivisionError). "
            "Please report it.\n"
            "'KATCH_TRACEBACK=1' shows where.\n"
        ),
    )


@pytest.mark.usefixtures("broken")
def test_whoever_mends_the_fault_can_see_where(katch, monkeypatch):
    monkeypatch.setenv("KATCH_TRACEBACK", "1")
    ran = katch("check")
    assert ran.code == 3
    assert ran.err.startswith("Traceback (most recent call last):\n")


def test_stopping_by_hand_is_no_fault(district, katch, monkeypatch):
    def stop(folder, _):
        raise KeyboardInterrupt(folder)

    monkeypatch.setattr("katch_protocols.cli.opening.read", stop)
    ran = katch("check", str(district))
    assert (ran.code, ran.err) == (130, "")


def test_a_page_of_help_that_nobody_reads_is_no_fault():
    unread, pipe = os.pipe()
    os.close(unread)
    ran = subprocess.run(
        [sys.executable, "-m", "katch_protocols", "--help"],
        stdout=pipe,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(pipe)
    assert (ran.returncode, ran.stderr) == (3, "")


def test_old_drawings_come_back_when_the_new_cannot_be_moved(tmp_path, monkeypatch):
    folder = tmp_path / "diagrams"
    put_in_place(folder, [("one/lanes.en.svg", b"old")])
    rename = Path.rename

    def refuse(self, target):
        if self.name == "fresh":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(folder, [("one/lanes.en.svg", b"new")])
    text = (folder / "one" / "lanes.en.svg").read_text(encoding="utf-8")
    assert text == "old"


def test_a_protocol_too_large_for_a3_is_drawn_phase_by_phase():
    bench = WorkerState(reading().sound())
    large = drawn(bench, "referral_and_assistance", "lanes").texts
    assert {
        "referral_and_assistance/lanes.kk.svg",
        "referral_and_assistance/lanes.shelter.kk.svg",
    } <= set(large)
    small = drawn(bench, "champion_outreach", "lanes").texts
    assert sorted(small) == [
        f"champion_outreach/lanes.{language}.svg" for language in ("en", "kk", "ru")
    ]
