"""``python -m tests.service.openapi``: write what the service offers."""

import json

import katch_protocols as kp
from katch_protocols.service import create_app
from tests.house.pages import ROOT

__all__ = ["FILE", "written"]

FILE = ROOT / "docs" / "reference" / "openapi.json"


def written() -> str:
    """Return the description of the service, as the docs have it."""
    with kp.open_store("sqlite://", make=True) as store:
        told = create_app(store, lambda _: None).openapi()
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
