"""How the documentation is built: Sphinx, MyST, Furo; every warning is an error."""

from importlib.metadata import version as installed

project = "katch_protocols"
author = "The katch_protocols authors"
version = release = installed("katch-protocols")

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "katch_protocols"
html_copy_source = False
html_show_sphinx = False
