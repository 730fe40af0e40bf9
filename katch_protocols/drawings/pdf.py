"""SVG to PDF, one sheet of paper, with the bundled fonts only."""

import importlib

from katch_protocols.drawings.text import DATA
from katch_protocols.errors import MissingExtraError

__all__ = ["to_pdf"]

_PAGE = """\
#set document(title: sys.inputs.title)
#set page(
  width: eval(sys.inputs.width), height: eval(sys.inputs.height), margin: 10mm
)
#image(
  bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt,
  width: 100%, height: 100%, fit: "contain",
)
"""


def to_pdf(
    svg: str, *, size: tuple[float, float], title: str, description: str
) -> bytes:
    """Return an SVG document as a PDF of one page, ``size`` in millimetres.

    Text stays text, so that it can be searched and read aloud; ``description`` is what
    a screen reader says of the picture. The same drawing gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    try:
        # Lazy: an optional package, and a heavy one.
        typst = importlib.import_module("typst")
    except ImportError:
        raise MissingExtraError("papers", "Drawing a PDF") from None
    width, height = size
    made = typst.compile(
        _PAGE.encode(),
        format="pdf",
        font_paths=[str(DATA)],
        ignore_system_fonts=True,
        sys_inputs={
            "svg": svg,
            "title": title,
            "alt": description,
            "width": f"{width:g}mm",
            "height": f"{height:g}mm",
        },
        timestamp=0,
    )
    return bytes(made)
