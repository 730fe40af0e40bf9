"""From a handbook to the texts of its files: the same handbook, the same bytes."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from katch_protocols.arguments import typed
from katch_protocols.files.emit import emit
from katch_protocols.files.kinds.gathered import Block, Lines
from katch_protocols.files.kinds.kind import Plain
from katch_protocols.files.kinds.labels import Texts
from katch_protocols.files.kinds.shape import Shape
from katch_protocols.files.shapes.files import FILE_KINDS
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Noun

__all__ = ["write"]


@typed
def write(handbook: Handbook) -> Mapping[str, str]:
    r"""Return the text of each file of a handbook, by its name below the folder.

    Keys stand in the order of the reference; what is the default is left out; the
    shortest form is used (``within: 3 hours``, one id instead of a list of one).
    Reading the texts gives an equal handbook. Comments are not kept: nouns have none.

    Example:
        >>> from katch_protocols.model.noun import Label
        >>> write(Handbook(id="small", title=Label.of(en="Small")))["handbook.yaml"]
        'handbook: small\ntitle: Small\n'
    """
    texts: dict[str, str] = {}
    for file, shape, noun in _files(handbook):
        top = _short(shape.write(noun), handbook.language)
        if isinstance(top, dict):
            texts[file] = emit(top)
    return MappingProxyType(texts)


def _files(handbook: Handbook) -> Iterator[tuple[str, Shape, Noun]]:
    for kind in FILE_KINDS.values():
        if kind.registry:
            for name, noun in getattr(handbook, kind.registry).items():
                yield kind.file(name), kind.shape, noun
        elif getattr(handbook, kind.name, handbook):
            yield kind.place, kind.shape, handbook


def _short(value: Plain, language: str) -> Plain:
    """Write a label that has only the source language as that one text."""
    match value:
        case Texts() if list(value) == [language]:
            return value[language]
        case dict():
            short = {key: _short(each, language) for key, each in value.items()}
            return Block(short) if isinstance(value, Block) else short
        case list():
            items = [_short(each, language) for each in value]
            return Lines(items) if isinstance(value, Lines) else items
        case _:
            return value
