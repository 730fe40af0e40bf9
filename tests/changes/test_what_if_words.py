"""What a dropped duty loses is told alike in every language: no word is missing."""

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.changes.what_if import WhatIfs, duties
from katch_protocols.changes.what_if_report import WhatIfReport
from katch_protocols.charts.build import chart
from katch_protocols.charts.starts import with_starts
from katch_protocols.papers.page.losses import Losses
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.proof_report import ProofReport
from tests.drawings.making import in_three_languages
from tests.shipped import kept, reading
from tests.strategies import small_handbooks

HEAVY = os.environ.get("KATCH_HEAVY") == "1"
LANGUAGES = ("en", "ru", "kk")
CYRILLIC = re.compile("[Ѐ-ӿ]")


def compared(found, reports):
    """Compare what is told of one duty in English with the other languages."""
    told = {code: list(report.every_part(found)) for code, report in reports.items()}
    shape = [(part.kind, len(part.lines)) for part in told["en"]]
    for code, parts in told.items():
        assert [(part.kind, len(part.lines)) for part in parts] == shape
        lines = [line for part in parts for line in (part.head, *part.lines)]
        assert all(lines)
        assert not any(re.search(r"\{\w+\}", line) for line in lines)
        if code != "en":
            assert all(CYRILLIC.search(part.head) for part in parts)
        case = found.case
        story = reports[code].story(found)
        assert len(story) == (0 if case is None else len(case.case.steps) + 2)


def reports_of(made, handbook):
    table = compile_chart(with_starts(made, handbook))
    return {
        code: WhatIfReport(ProofReport(made, handbook, code, table))
        for code in LANGUAGES
    }


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_random_protocols_lose_as_much_in_every_language(handbook):
    handbook = in_three_languages(handbook)
    made = chart(handbook.protocols["first"], handbook)
    reports, asked = reports_of(made, handbook), WhatIfs(made, handbook)
    for duty in duties(made, handbook)[::3]:
        compared(asked.of(duty), reports)


@pytest.mark.skipif(not HEAVY, reason="asks of every duty; set KATCH_HEAVY=1")
@pytest.mark.parametrize("name", sorted(reading().sound().protocols))
def test_shipped_protocols_lose_as_much_in_every_language(name):
    handbook = reading().sound()
    made = chart(handbook.protocols[name], handbook)
    reports = reports_of(made, handbook)
    with kept():
        asked = list(WhatIfs(made, handbook).every())
        for found in asked:
            compared(found, reports)
        languages = PageLanguages(handbook.languages)
        losses = list(Losses(made, handbook, languages, {}).all())
    assert [loss.act for loss in losses] == [found.duty for found in asked]
    for loss in losses:
        assert len(loss.promises) == loss.number
        texts = [text for _, lines in loss.parts for line in lines for text in line]
        texts += [text for line in loss.story for text in line]
        assert all(texts)
        assert all(CYRILLIC.search(line[1]) for line in loss.story)
        assert len(loss.rows) in {0, len(loss.story) - 2, len(loss.story) - 3}
