"""The handbook of ``protocols/`` is sound; every gap in it is known by name."""

from pathlib import Path

import pytest

from katch_protocols.findings import Severity
from tests import shipped

KNOWN = Path(__file__).with_name("known_gaps.txt")


@pytest.fixture(scope="module")
def findings():
    return (*shipped.reading().findings, *shipped.findings())


def test_the_protocols_have_no_error(findings):
    assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


def test_every_gap_and_warning_is_listed_and_every_listed_one_is_there(findings):
    shown = {
        f"{each.severity} {each.rule} {each.subject}"
        for each in findings
        if each.severity in {Severity.GAP, Severity.WARNING}
    }
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert listed == sorted(listed)
    assert shown == set(listed)
