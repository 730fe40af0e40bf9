"""A handbook in which every text is hostile: markup, scripts, endings of elements."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label, Noun

__all__ = ["HOSTILE", "spoiled"]

HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'--><!--<script>",
    "]]></style><script>window.hit=1</script>",
    "{n} {title} {__proto__} ${window.hit=1}",
    "&lt;b&gt;bold&lt;/b&gt; &amp; &#60;i&#62;",
    "javascript:window.hit=1",
    "line\u2028break\u2029\u0085 \u202ereversed\u202c",
    "</title></text></svg><a href='javascript:window.hit=1'>press</a>",
)
"""What people with bad manners write into labels."""


def spoiled(handbook: Handbook) -> Handbook:
    """Return the same handbook with a hostile text in place of every label.

    Equal labels stay equal: protocols that share a fact must agree on its title.
    """
    return _spoil(handbook)


def _spoil(value: Any) -> Any:
    match value:
        case Label():
            return Label(
                texts={each: _hostile(text) for each, text in value.texts.items()}
            )
        case Noun():
            fields = type(value).model_fields
            update = {name: _spoil(getattr(value, name)) for name in fields}
            return value.model_copy(update=update)
        case Mapping():
            return type(value)({key: _spoil(each) for key, each in value.items()})
        case tuple():
            return tuple(_spoil(each) for each in value)
        case _:
            return value


def _hostile(text: str) -> str:
    return HOSTILE[sum(map(ord, text)) % len(HOSTILE)]
