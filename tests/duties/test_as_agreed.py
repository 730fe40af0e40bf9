"""Whether a protocol is as agreed is found once, and again where it may differ."""

import json
from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.as_agreed import agreed_now, is_as_agreed
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.kept.answer_cache import keeping
from tests.shipped import reading

NAME = "childs_complaint"


class InMemory:
    """A cache that keeps what is put into it, as a file would."""

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.answers: dict[str, str] = {}

    def find(self, digest: str) -> Any:
        return json.loads(self.answers.get(digest, "null"))

    def put(self, digest: str, answer: Any) -> None:
        assert digest not in self.answers
        self.answers[digest] = json.dumps(answer)


def before(book: Handbook, name: Id) -> dict[Id, Any]:
    return {body: by[name].duties for body, by in book.agreed.items() if name in by}


def test_it_is_found_once_and_only_from_what_it_may_depend_on() -> None:
    book, cache = reading().sound(), InMemory()
    made, was = chart(book.protocols[NAME], book), before(book, NAME)
    fewer = dict(list(was.items())[1:])
    with keeping(cache):
        assert is_as_agreed(made, book, was)
        assert is_as_agreed(made, book, was)
        assert len(cache.answers) == 1
        assert not is_as_agreed(made, book, fewer)
        assert is_as_agreed(made, book, fewer, frozenset(was) - frozenset(fewer))
        beside = book.model_copy(update={"agreed": {}, "protocols": {}})
        assert is_as_agreed(made, beside, was)
        assert len(cache.answers) == 3
        cache.version = "2"
        assert is_as_agreed(made, book, was)
        assert len(cache.answers) == 4


def test_another_promise_of_the_protocol_is_no_reason_to_look_again() -> None:
    book, cache = reading().sound(), InMemory()
    was = before(book, NAME)
    known = book.protocols[NAME]
    other = known.model_copy(update={"safeguards": {}})
    assert other.safeguards != known.safeguards
    with keeping(cache):
        assert is_as_agreed(chart(known, book), book, was)
        assert is_as_agreed(chart(other, book), book, was)
        assert len(cache.answers) == 1


def test_what_is_asked_of_a_chart_without_its_promises_is_what_is_agreed() -> None:
    book = reading().sound()
    for protocol in book.protocols.values():
        made = chart(protocol, book)
        now = agreed(made, book)
        assert agreed_now(made, book) == now
        assert is_as_agreed(made, book, now)
        assert not is_as_agreed(made, book, dict(list(now.items())[1:]))
