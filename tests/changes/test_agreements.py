"""What `katch diff` says of an agreement that is another: its day, or its duties."""

from datetime import date
from typing import Any

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from tests.rules.test_one_slip import BOOK, everything_agreed

BODY, PROTOCOL = "children_office", "beside"
AGREED = everything_agreed(read_texts(BOOK).sound())
DUTIES = AGREED.agreed[BODY][PROTOCOL].duties
TEXT = AGREED.agreed[BODY][PROTOCOL].text
LAST = {name: duty for name, duty in DUTIES.items() if name != "ask"}
ANOTHER = {**DUTIES, "ask": {**DUTIES["ask"], "answers": "duty_officer"}}
WHERE = "«Children's office»: agreement «Beside»:"


def changed(**fields: Any) -> Handbook:
    """Return the handbook with one agreement in which these fields are others."""
    by_body = {body: dict(each) for body, each in AGREED.agreed.items()}
    before = by_body[BODY][PROTOCOL]
    by_body[BODY][PROTOCOL] = before.model_copy(update=fields)
    return AGREED.model_copy(update={"agreed": by_body})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"on": date(2026, 5, 1)},
            f"{WHERE} was proposed ({TEXT}), is now agreed on 1 May 2026 ({TEXT}).",
        ),
        (
            {"duties": LAST},
            f"{WHERE} changed by hand, under the same fingerprint: «Ask the police».",
        ),
        (
            {"duties": ANOTHER},
            f"{WHERE} changed by hand, under the same fingerprint: «Ask the police».",
        ),
    ],
)
def test_an_agreement_that_is_another_is_one_line(
    fields: dict[str, Any], said: str
) -> None:
    after = changed(**fields)
    found = compare_versions(AGREED, after)
    report = ComparisonReport.of(found, AGREED, after, "en")
    assert [each.text for each in report.as_written()] == [said]
