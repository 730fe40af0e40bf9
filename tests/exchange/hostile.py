"""A protocol whose every title tries to be something else in another notation."""

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from tests.making import make_handbook, make_protocol

__all__ = ["TITLES", "hostile"]

TITLES = (
    '"]; end\n%%{init: {"theme": "dark"}}%% #quot; <script>alert(1)</script>',
    "end note --> [*] : `$$x$$` *bold* __under__ ~~gone~~ @enduml !include /etc/passwd",
    "*/ process.exit() /* ''' \"\"\" \\ \\n \\N \\G <U+0022> <&warning> ${x} ---",
    "' comment -- // ;;; {{{ }}} ||| <<choice>> [[https://example.org]] ]]> &amp; <b>",
)


def hostile() -> Handbook:
    """Make a protocol with keywords as ids and such titles on everything."""
    names = ("end", "state", "note", "class", "any_step", "default")
    states = {
        name: {"activities": {f"{name}_go": {"to": names[at + 1]}}}
        for at, name in enumerate(names[:-1])
    }
    states["state"]["states"] = {"fork": {}, "style": {"final": True}}
    states["state"]["done"] = "note"
    plain = {
        "states": {**states, "default": {"final": True}},
        "facts": {"constructor": ("true", "false", "none"), "class": ("import",)},
        "documents": ("delete",),
    }
    made = make_protocol(plain)
    said = [Label.of(en=text) for text in TITLES]
    own = {
        name: state.model_copy(
            update={
                "title": said[at % len(said)],
                "activities": {
                    key: act.model_copy(update={"title": said[(at + 1) % len(said)]})
                    for key, act in state.activities.items()
                },
            }
        )
        for at, (name, state) in enumerate(made.states.items())
    }
    protocol = made.model_copy(update={"title": said[0], "states": own})
    return make_handbook(protocol)
