"""Small protocols as nouns, for tests of charts and semantics."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.case_step import step
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table

TITLE = {"texts": {"en": "Title"}}


def with_ids(nouns: Mapping[str, Any]) -> dict[str, Any]:
    """Give each noun its key as id, inside too."""
    return {name: _noun(name, noun) for name, noun in nouns.items()}


def _noun(name: str, noun: Mapping[str, Any]) -> dict[str, Any]:
    made = {"id": name, **noun}
    for key in ("states", "parallel", "activities"):
        if key in made:
            made[key] = with_ids(made[key])
    for key in ("to", "done"):
        if isinstance(made.get(key), str):
            made[key] = target(made[key])
    return made


def target(text: str) -> dict[str, Any]:
    word, _, state = text.rpartition(" ")
    return {"state": state, "resume": word == "resume"}


def fact(*values: str, initially: str | None = None) -> dict[str, Any]:
    return {
        "title": TITLE,
        "values": dict.fromkeys(values),
        "initially": initially,
    }


def protocol(name: str = "p", **parts: Any) -> dict[str, Any]:
    made = {"id": name, "title": TITLE, **parts}
    made["states"] = with_ids(made["states"])
    made["activities"] = with_ids(made.get("activities", {}))
    for key in ("facts", "documents"):
        made[key] = {
            name: {"id": name, "title": TITLE, **noun}
            for name, noun in made.get(key, {}).items()
        }
    return made


def handbook(*protocols: dict[str, Any], **parts: Any) -> Handbook:
    return Handbook.model_validate(
        {
            "id": "h",
            "title": TITLE,
            "protocols": {made["id"]: made for made in protocols},
            **parts,
        }
    )


def chart_of(*protocols: dict[str, Any], **parts: Any) -> Chart:
    book = handbook(*protocols, **parts)
    return chart(book.protocols[protocols[0]["id"]], book)


def table_of(*protocols: dict[str, Any], **parts: Any) -> Table:
    return compile_chart(chart_of(*protocols, **parts))


FINAL = {"final": True}
DANGER = {"danger": fact("present", "absent")}


def walk(table: Table, *activities: str) -> tuple[str, ...]:
    """Return the active states after the activities; ``screen=present`` records."""
    word = table.initial
    for activity in activities:
        name, _, value = activity.partition("=")
        records = {"danger": value} if value else {}
        word = step(table, word, name, records)
    return table.configuration(word).states
