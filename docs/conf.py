"""How the documentation is built: Sphinx, MyST, Furo; every warning is an error."""

import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from noun_fields import keys

from katch_protocols.words.languages import ENGLISH

project = "katch_protocols"
author = "The katch_protocols authors"
version = release = installed("katch-protocols")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "katch_protocols"
html_copy_source = False
html_show_sphinx = False

autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
# Signatures name the library's own types, which have no page each; prose links count.
# What an annotation says beside a type, and a variable of types, have none either.
nitpick_ignore_regex = [
    ("py:(class|exc)", ".*"),
    ("py:obj", r"typing\.Annotated\[.*|katch_protocols\.model\.noun\.V"),
]
# Two rooms may call a type by one name; each link has the full one.
suppress_warnings = ["ref.python"]
autodoc_default_options = {"members": True, "undoc-members": True}
napoleon_use_ivar = True  # fields are listed once, with their types
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True

_KEYS = keys()
_HIDDEN = {"model_config", "model_post_init"}


def _field(
    _app: Any,  # noqa: ANN401 - Sphinx's own
    what: str,
    name: str,
    _obj: object,
    _options: object,
    lines: list[str],
) -> None:
    """Say of a noun's field what the reference of YAML says of its key."""
    if what not in {"attribute", "property"} or ".model." not in name:
        return
    field = name.rpartition(".")[2]
    if found := _KEYS.get(name):
        shape, key = found
        lines[:0] = [shape.meaning(key, ENGLISH), ""]
        if key.name != field:
            lines += ["", f"In YAML: ``{key.name}``."]
    elif field == "id":
        lines[:0] = ["The key under which it stands.", ""]


def _skip(*given: Any) -> bool | None:  # noqa: ANN401 - Sphinx's own
    """Leave out what every noun has from pydantic."""
    return True if given[2] in _HIDDEN else None


def setup(app: Any) -> None:  # noqa: ANN401 - Sphinx's own
    """Let Sphinx ask for the text of each field."""
    app.connect("autodoc-process-docstring", _field)
    app.connect("autodoc-skip-member", _skip)
