"""A software bill of materials: CycloneDX 1.6, the same bytes for the same packages."""

from collections.abc import Mapping
from importlib.metadata import metadata, version
from typing import Any

from tests.supply.closure import Dependency, closure
from tests.supply.licences import declared

__all__ = ["sbom"]

_NAME = "katch-protocols"


def sbom() -> Mapping[str, Any]:
    """Return what the library and its extras bring along, as installed here.

    Tools of development are left out. No time and no serial number, so that two bills
    of the same packages are equal.
    """
    parts = [each for each in closure() if each.use != "development"]
    names = {each.name for each in parts}
    roots = sorted(names)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": _NAME,
                "name": _NAME,
                "version": version(_NAME),
                "purl": f"pkg:pypi/{_NAME}@{version(_NAME)}",
                "licenses": [{"expression": metadata(_NAME)["License-Expression"]}],
            }
        },
        "components": [_component(each) for each in parts],
        "dependencies": [
            {"ref": _NAME, "dependsOn": roots},
            *(
                {"ref": each.name, "dependsOn": sorted(names.intersection(each.needs))}
                for each in parts
            ),
        ],
    }


def _component(part: Dependency) -> Mapping[str, Any]:
    said = declared(part.installed)
    return {
        "type": "library",
        "bom-ref": part.name,
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:pypi/{part.name}@{part.version}",
        "scope": "required" if part.use == "library" else "optional",
        "licenses": [{"license": {"name": said}}] if said else [],
    }
