"""The cases of a store over HTTP, for hosts in any language."""

from katch_protocols.extras import needing

with needing("service", "service"):
    from katch_protocols.service.application import create_app
    from katch_protocols.service.identity import CaseAt, System
    from katch_protocols.service.tokens import Trust

__all__ = ["CaseAt", "System", "Trust", "create_app"]
