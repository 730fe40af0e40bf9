"""What an installation brings along is listed, pinned and may be passed on."""

import json
import os
import re
from functools import cache
from importlib.metadata import Distribution
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from packaging.version import Version
from referencing import Registry, Resource

from tests.supply.__main__ import main
from tests.supply.closure import closure, key, wanted
from tests.supply.licences import Duty, declared, duty, text
from tests.supply.sbom import sbom

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "licences.md").read_text(encoding="utf-8")
PINS = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
known = cache(closure)

ROWS = {
    row[0]: row[1:]
    for line in PAGE.splitlines()
    if len(row := [cell.strip() for cell in line.strip("|").split("|")]) == 5
}
"""Of each package on the page: for what, what it declares, its text, what it asks."""


def test_every_installed_dependency_stands_on_the_page_with_what_it_asks():
    page = {name: (row[0], row[2], row[3]) for name, row in ROWS.items()}
    here = {
        each.name: (
            each.use,
            text(each.installed) or "none",
            str(duty(each.installed)),
        )
        for each in known()
    }
    assert {name: page.get(name) for name in here} == here


def test_everything_that_the_project_asks_for_stands_on_the_page_and_is_pinned() -> (
    None
):
    asked = {key(each.requirement.name) for each in wanted()}
    assert asked - set(ROWS) == set()
    assert asked - {line.partition("==")[0] for line in PINS} == set()


def test_nothing_that_a_user_installs_is_strong_copyleft_or_not_known() -> None:
    grave = {str(Duty.STRONG), str(Duty.UNKNOWN)}
    assert {name for name, row in ROWS.items() if row[3] in grave} == {"codespell"}
    assert ROWS["codespell"][0] == "development"


def test_what_a_package_does_not_declare_is_read_from_its_text() -> None:
    (resvg,) = [each.installed for each in known() if each.name == "resvg-py"]
    assert (declared(resvg), text(resvg), duty(resvg)) == ("", "MIT", Duty.PERMISSIVE)
    assert ROWS["resvg-py"][1] == "nothing"


def made(folder: Path, metadata: str, licence: str) -> Distribution:
    inside = folder / "thing-1.0.dist-info"
    inside.mkdir()
    head = f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{metadata}\n"
    (inside / "METADATA").write_text(head, encoding="utf-8")
    (inside / "LICENSE").write_text(licence, encoding="utf-8")
    listed = "".join(f"{inside.name}/{name},,\n" for name in ("METADATA", "LICENSE"))
    (inside / "RECORD").write_text(listed, encoding="utf-8")
    (found,) = Distribution.discover(path=[str(folder)])
    return found


MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy"
GPL = "GNU GENERAL PUBLIC LICENSE Version 3"
MPL = "Mozilla Public License Version 2.0"


@pytest.mark.parametrize(
    ("metadata", "licence", "expected"),
    [
        ("License-Expression: MIT", MIT, Duty.PERMISSIVE),
        ("License-Expression: MIT", GPL, Duty.STRONG),
        ("License-Expression: MIT", MPL, Duty.WEAK),
        ("License-Expression: GPL-3.0-only", MIT, Duty.STRONG),
        ("License-Expression: MIT OR GPL-3.0-only", MIT, Duty.PERMISSIVE),
        ("License-Expression: MIT AND LGPL-2.1-only", MIT, Duty.WEAK),
        ("Classifier: License :: OSI Approved :: MIT License", "", Duty.PERMISSIVE),
        ("", MPL, Duty.WEAK),
        ("", f"{MIT}\n\nIt bundles another program:\n{GPL}", Duty.PERMISSIVE),
        ("", "All rights reserved.", Duty.UNKNOWN),
    ],
)
def test_a_licence_that_changes_what_it_asks_is_noticed(
    tmp_path, metadata, licence, expected
) -> None:
    assert duty(made(tmp_path, metadata, licence)) is expected


def test_pins_are_names_and_versions_and_nothing_else() -> None:
    shape = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9]+(\.[0-9a-z]+)*")
    assert [line for line in PINS if not shape.fullmatch(line)] == []
    pinned = dict(line.split("==") for line in PINS)
    assert list(pinned) == sorted(pinned)
    assert {each.name for each in known()} - set(pinned) == set()
    for each in wanted():
        version = Version(pinned[key(each.requirement.name)])
        assert each.requirement.specifier.contains(version), each.requirement


@pytest.mark.skipif(not os.environ.get("CI"), reason="only CI installs by the pins")
def test_ci_runs_with_the_versions_that_are_pinned() -> None:
    pinned = dict(line.split("==") for line in PINS)
    here = {each.name: each.version for each in known()}
    assert here == {name: pinned[name] for name in here}


def test_the_bill_of_materials_is_what_cyclonedx_says_it_must_be(capsys) -> None:
    folder = files("cyclonedx.schema") / "_res"
    schemas = {
        name: json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))
        for name in ("bom-1.6", "spdx", "jsf-0.82")
    }
    base = schemas["bom-1.6"]["$id"].rpartition("/")[0]
    registry = Registry().with_resources(
        (f"{base}/{name}.SNAPSHOT.schema.json", Resource.from_contents(each))
        for name, each in schemas.items()
    )
    assert main(["sbom"]) == 0
    bill = json.loads(capsys.readouterr().out)
    Draft7Validator(schemas["bom-1.6"], registry=registry).validate(bill)
    assert bill == sbom()


def test_the_bill_has_the_library_and_its_extras_and_no_tool() -> None:
    bill = sbom()
    scopes = {each["name"]: each["scope"] for each in bill["components"]}
    assert scopes == {
        each.name: "required" if each.use == "library" else "optional"
        for each in known()
        if each.use != "development"
    }
    assert scopes["pydantic"] == "required"
    assert scopes["resvg-py"] == "optional"
    refs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert "pydantic-core" in refs["pydantic"]


def test_whoever_asks_for_something_else_is_told_what_there_is(capsys) -> None:
    assert main(["bom"]) == 2
    said = "Ask for 'sbom', 'licences' or 'constraints'.\n"
    assert capsys.readouterr().err == said
