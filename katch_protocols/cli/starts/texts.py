"""Fill a template of YAML: ``$title_x`` is a label, ``$why_x`` a comment."""

from collections.abc import Sequence
from string import Template

from katch_protocols.words.starts import COMMENTS, TITLES

__all__ = ["fill", "label"]


def fill(template: str, languages: Sequence[str], **names: str) -> str:
    """Return the template with labels in ``languages`` and comments in the first."""
    spoken = languages[0] if languages[0] in COMMENTS["state"] else "en"
    labels = {f"title_{key}": label(key, languages) for key in TITLES}
    comments = {f"why_{key}": f"# {said[spoken]}" for key, said in COMMENTS.items()}
    return Template(template).substitute(**labels, **comments, **names)


def label(key: str, languages: Sequence[str]) -> str:
    """Return a title as YAML: a mapping, or plain text where one language is enough.

    A language that the library does not speak is left out, so that ``check`` shows the
    missing translation; where it speaks none of them, the text is English.
    """
    said = TITLES[key]
    known = [each for each in languages if each in said]
    if len(languages) == 1 or not known:
        return said[known[0] if known else "en"]
    return "{" + ", ".join(f"{each}: {said[each]}" for each in known) + "}"
