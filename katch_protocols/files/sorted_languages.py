"""The languages of a text inside braces, put in the order of the handbook."""

from collections.abc import Iterator, Sequence

import yaml

from katch_protocols.files.quoted_texts import Change

__all__ = ["sorted_languages"]


def sorted_languages(line: str, start: int, order: Sequence[str]) -> Iterator[Change]:
    """Put each entry in its place; commas and spaces between them stay.

    What goes on in the next line is left to a person.
    """
    at = line.find("{", start)
    inside = line[at : at + _length(line[at:])] if at >= 0 else ""
    node = yaml.compose(inside, yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return
    entries = {
        key.value: inside[key.start_mark.index : value.end_mark.index]
        for key, value in node.value
    }
    if sorted(entries) != sorted(order):
        return
    rest, new = inside, ""
    for written, meant in zip(entries, order, strict=True):
        before, entry, rest = rest.partition(entries[written])
        new += before + entries[meant] if entry else ""
    yield at, inside, new + rest


def _length(text: str) -> int:
    """Return how long the braces are that a text begins with; 0: they do not close."""
    depth = 0
    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                if not depth:
                    return event.end_mark.index if event.end_mark else 0
    except yaml.YAMLError:
        return 0
    return 0
