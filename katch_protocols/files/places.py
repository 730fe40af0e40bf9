"""Where everything was written: paths to places, looked up when asked."""

from collections.abc import Iterator, Mapping

from katch_protocols.files.trees import Items, Map, Tree, place, value_at
from katch_protocols.findings import Path, Place

__all__ = ["Places"]


class Places(Mapping[Path, Place]):
    """Every key and list item of a handbook, by path.

    Nothing is worked out until it is asked for: a clean handbook is never asked.
    ``roots`` holds, for each path that begins a file (or, in a file such as
    ``agencies.yaml``, a key of its top), the file and the mapping that stands there.
    """

    def __init__(self, roots: Mapping[Path, tuple[str, Map]]) -> None:
        self._roots = dict(roots)

    def __getitem__(self, path: Path) -> Place:
        """Return where a path was written.

        Raises:
            KeyError: Nothing was written under this path.
        """
        for length in (2, 1, 0):
            root = self._roots.get(path[:length])
            if root is not None and len(path) >= length:
                return self._inside(*root, path[length:])
        raise KeyError(path)

    def _inside(self, file: str, tree: Map, rest: Path) -> Place:
        if not rest:
            return place(file, 0)
        node: Tree = tree
        for key in rest[:-1]:
            below = _child(node, key)
            if not isinstance(below, (Map, Items)):
                raise KeyError(rest)
            node = below
        if not _has(node, rest[-1]):
            raise KeyError(rest)
        return place(file, node.key_mark(rest[-1]))

    def __iter__(self) -> Iterator[Path]:
        for root, (_, tree) in self._roots.items():
            if root:
                yield root
            yield from _below(root, tree)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _has(node: Tree, key: str | int) -> bool:
    if isinstance(node, Map):
        return key in node
    return isinstance(key, int) and 0 <= key < len(node)


def _child(node: Tree, key: str | int) -> object:
    return value_at(node, key) if _has(node, key) else None


def _below(path: Path, node: Tree) -> Iterator[Path]:
    pairs = node.items() if isinstance(node, Map) else enumerate(node)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, (Map, Items)):
            yield from _below((*path, key), value)
