"""What an SVG document says of itself: its size, its name, what it shows."""

from hashlib import sha256

from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg_values import number, quoted, safe

__all__ = ["head", "spoken", "with_ids"]

_METADATA = (
    '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"><rdf:Description rdf:about="">'
    "<dcterms:hasFormat>katch export {protocol} --to bpmn</dcterms:hasFormat>"
    "</rdf:Description></rdf:RDF></metadata>"
)
"""Where the same is in another format (DCMI terms): a command, for files move apart."""


_OWN = "\0"
"""Stands in ids for what tells a drawing from others; no text of a drawing has it."""


def head(scene: Scene) -> str:
    """Return what the root says of the whole; a document is read part by part.

    Its title is its name and ``desc`` describes it, apart: a reader of screens says the
    name, and the description to who asks for it.
    """
    width, height = number(scene.width), number(scene.height)
    language = quoted(scene.language)
    told = f'img" aria-labelledby="title-{_OWN}" aria-describedby="desc-{_OWN}'
    if scene.is_read:
        told = f'graphics-document document" aria-labelledby="title-{_OWN}'
    return (
        ' xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="{told}" lang={language} xml:lang={language}'
    )


def spoken(scene: Scene) -> str:
    """Return the title, the description and where the same is in another format."""
    lines = [f'<title id="title-{_OWN}">{safe(scene.title)}</title>']
    if not scene.is_read:
        lines.append(f'<desc id="desc-{_OWN}">{safe(scene.description)}</desc>')
    if scene.protocol:
        lines.append(_METADATA.format(protocol=safe(scene.protocol)))
    return "\n".join(lines)


def with_ids(document: str) -> str:
    """Return a document whose ids no other has, so that a page can hold several."""
    return document.replace(_OWN, sha256(document.encode()).hexdigest()[:8])
