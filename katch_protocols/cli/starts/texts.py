"""Fill a template of YAML: ``$title_x`` is a label, ``$why_x`` a comment."""

from collections.abc import Sequence
from string import Template

from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.say import entries

__all__ = ["fill", "label"]

_TITLE, _COMMENT = "title-", "comment-"


def fill(template: str, languages: Sequence[str], **names: str) -> str:
    """Return the template with labels in ``languages`` and comments in the first."""
    labels, comments = {}, {}
    for key, text in entries("starts", languages[0]).items():
        if key.startswith(_TITLE):
            name = key.removeprefix(_TITLE)
            labels[f"title_{name}"] = label(name, languages)
        else:
            comments[f"why_{key.removeprefix(_COMMENT)}"] = f"# {text}"
    return Template(template).substitute(**labels, **comments, **names)


def label(key: str, languages: Sequence[str]) -> str:
    """Return a title as YAML: a mapping, or plain text where one language is enough.

    A language that the library does not speak is left out, so that ``check`` shows the
    missing translation; where it speaks none of them, the text is English.
    """
    known = [each for each in languages if each in SPOKEN]
    said = {each: entries("starts", each)[f"{_TITLE}{key}"] for each in known}
    if len(languages) == 1 or not known:
        return said.get(languages[0]) or entries("starts", ENGLISH)[f"{_TITLE}{key}"]
    return "{" + ", ".join(f"{each}: {text}" for each, text in said.items()) + "}"
