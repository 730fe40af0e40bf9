"""Options that count once: given twice, one of them would be lost in silence."""

from collections.abc import Sequence

from typer.core import TyperCommand, TyperOption

from katch_protocols.cli.refusals import CommandRefusal

__all__ = ["require_once"]


def require_once(name: str, command: TyperCommand, words: Sequence[str]) -> None:
    """Refuse an option that is given twice where one counts: the first would be lost.

    Raises:
        Refusal: It is.
    """
    options = {
        flag: each
        for each in command.params
        if isinstance(each, TyperOption) and not each.is_flag
        for flag in each.opts
    }
    given = set[str]()
    rest = iter(words)
    for word in rest:
        if word == "--":
            return
        flag, _, value = word.partition("=")
        option = options.get(flag)
        if option is None:
            continue
        if not value and flag == word:
            next(rest, None)
        known = option.name or flag
        if known in given and not option.multiple:
            refusal = CommandRefusal("option-twice", command=name, name=flag)
            raise refusal.and_see("see-help", command=name)
        given.add(known)
