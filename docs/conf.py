"""How the documentation is built: Sphinx, MyST, Furo; every warning is an error."""

from importlib.metadata import version as installed

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
nitpick_ignore_regex = [("py:(class|exc)", ".*")]
