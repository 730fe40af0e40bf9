"""What is wrong with who learns what: each fault once, and no praise unseen."""

from typing import Any

from katch_protocols.proofs.information_flow import information_flow
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.information_report import InformationReport
from tests.proofs.places import book_with, chart_in

WRITE = {"id": "write", "by": ["nurse"], "produces": ["report"]}
SEND = {"id": "send", "by": ["nurse"], "sends": {"report": ["officer"]}}
AGAIN = {**SEND, "id": "send_again"}


def faults(*acts: dict[str, Any], **more: Any) -> list[str]:
    book = book_with(*acts)
    made = chart_in(book)
    report = InformationReport(ProtocolWording(made, book, "en"))
    return list(report.faults(information_flow(made, book, **more)))


def test_what_a_body_is_sent_twice_is_one_fault() -> None:
    told = faults(WRITE, SEND, AGAIN)
    assert told.count("«Title» is sent what it may not see: «Title».") == 1


def test_all_is_in_order_only_where_all_was_seen() -> None:
    (told,) = faults(WRITE)[:1]
    assert told == "Nobody is sent what they may not see, and nothing without consent."
    assert told not in faults(WRITE, limit=1)
