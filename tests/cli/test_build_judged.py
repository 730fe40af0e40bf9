"""A judgement of a build: the process that makes it tells what others read of it."""

import pytest

from katch_protocols.cli.building import artifacts
from katch_protocols.cli.building.workers import WorkerState
from katch_protocols.files.read import read


@pytest.mark.parametrize("protocol", ["identification_child_tip", "child_papers"])
def test_what_was_judged_here_is_what_another_process_reads(protocol):
    handbook = read("protocols").sound()
    here, there = WorkerState(handbook), WorkerState(handbook)
    written = artifacts.judged(here, protocol, checked=True)
    made, found = (each.shared(protocol).judged(written) for each in (here, there))
    assert made == found
    assert made.proofs


def test_what_was_judged_here_is_not_read_again():
    handbook = read("protocols").sound()
    here = WorkerState(handbook)
    artifacts.judged(here, "child_papers", checked=True)
    spoiled = {"proofs": None}
    assert here.shared("child_papers").judged(spoiled).proofs
    with pytest.raises((TypeError, KeyError)):
        WorkerState(handbook).shared("child_papers").judged(spoiled)
