"""The titles of the phases of a protocol and of the fragments that it uses."""

from collections.abc import Mapping

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Protocol

__all__ = ["phase_titles"]


def phase_titles(protocol: Protocol, handbook: Handbook) -> Mapping[Id, Label]:
    """Return the title of each phase, the protocol's own first."""
    found = {name: phase.title for name, phase in protocol.phases.items()}
    for name in protocol.use:
        fragment = handbook.fragments.get(name)
        for phase in fragment.phases.values() if fragment else ():
            found.setdefault(phase.id, phase.title)
    return found
