"""The page, read back from the JSON that its file carries."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.papers.page.packing import packed, unpacked
from katch_protocols.papers.page.shortening import lengthened, shortened
from katch_protocols.papers.page.texts import to_script
from tests.telling.names import Names
from tests.telling.rows import BINDING, Cell, Due, Row

__all__ = ["book_in", "cells", "due_of", "rows", "with_book"]

Json = Mapping[str, Any]


def book_in(html: str) -> Json:
    (text,) = re.findall(
        r'<script type="application/json" id="book">(.*?)</script>', html
    )
    return unpacked(json.loads(lengthened(text)))


def with_book(html: str, **changes: Any) -> str:
    """Return the page with other values in its book."""
    book = shortened(to_script(packed({**book_in(html), **changes})))
    head, opened, rest = html.partition('id="book">')
    _, closed, tail = rest.partition("</script>")
    return f"{head}{opened}{book}{closed}{tail}"


def due_of(duty: Json) -> Due | None:
    found = duty["due"]
    return found and Due(found["amount"], found["unit"], found["basis"])


def rows(sheet: Json, names: Names, at: int) -> Iterator[Row]:
    for duty in sheet["duties"]:
        found: dict[str, set[str]] = {}
        for part in BINDING:
            for body in duty["bodies"][part]:
                found.setdefault(body, set()).add(part)
        for body, parts in found.items():
            if body in names.handbook.agencies:
                title = names.title(body)
                yield Row(title, duty["title"][at], frozenset(parts), due_of(duty))


def cells(sheet: Json, names: Names, at: int) -> Iterator[Cell]:
    for duty in sheet["duties"]:
        for party, parts in duty["columns"].items():
            for part in parts:
                column = names.short(party)
                yield Cell(column, duty["title"][at], part, due_of(duty))
