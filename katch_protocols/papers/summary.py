"""The summary of a protocol on one sheet: the path in front, what is asked behind."""

from msgspec import to_builtins

from katch_protocols.drawings.printing import typeset
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.papers.content.briefing import briefing
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.print import TEMPLATES, theme_in, words_in

__all__ = ["path_scene", "summary_pdf"]


def path_scene(found: Gathered, language: str) -> Scene:
    """Return the path of the child as a drawing, in the colours of the papers."""
    return found.shown(found.path.scene(language))


def summary_pdf(found: Gathered, language: str) -> bytes:
    """Return the summary as a PDF: always one sheet of A4, printed on both sides."""
    wording, told = found.wording(language), briefing(found, language)
    scene = path_scene(found, language)
    data = {
        "language": language,
        "words": words_in(wording),
        "theme": theme_in(found.theme),
        "title": told.title,
        "briefing": to_builtins(told),
        "path": {"svg": to_svg(scene), "alt": scene.description},
    }
    return typeset(TEMPLATES / "summary.typ", data)
