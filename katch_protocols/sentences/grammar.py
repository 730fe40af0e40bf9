"""The grammar of every sentence, in one place; which words it keeps for itself."""

import re

__all__ = ["DOTTED", "GRAMMAR", "MAX_CHARACTERS", "PLAIN", "RESERVED"]

MAX_CHARACTERS = 8_192
"""How long the text of one sentence may be."""

PLAIN = ("FACT", "VALUE", "DOCUMENT", "ROLE", "ACTOR")
"""Kinds of names that are ids. No two kinds of names can stand at one place."""

DOTTED = ("EVENT", "STATE", "ACTIVITY")
"""Kinds of names that are ids or dotted paths."""

GRAMMAR = r"""
condition: conjunct ("or" conjunct)*
conjunct: term ("and" term)*
?term: "(" condition ")"
     | "not" "(" condition ")" -> negation
     | test
     | "not" test              -> negation
     | fact
?test: "in" STATE              -> in_state
     | "has" DOCUMENT          -> has_document
     | "done" ACTIVITY         -> happened
?fact: FACT "is" VALUE         -> fact_is
     | FACT "is" "not" VALUE   -> fact_is_not
     | FACT "is" "one" "of" VALUE ("/" VALUE)* -> fact_is
     | FACT "is" "known"       -> fact_known
     | FACT "is" "unknown"     -> fact_unknown

safeguard: rule ["where" condition] ["unless" EVENT]
?rule: "never" EVENT                                         -> never
     | EVENT "requires" EVENT                                -> requires
     | EVENT "requires" EVENT "each" "time"                  -> requires_each
     | EVENT "requires" "that" condition                     -> requires_that
     | "every" "case" "has" EVENT                            -> every_case_has
     | "every" "case" "has" EVENT "before" "an" "end"        -> every_end_has
     | "after" EVENT "then" EVENT ["within" duration]        -> after_then
     | "after" EVENT "never" EVENT                           -> after_never
     | "between" EVENT "and" EVENT "never" EVENT             -> between_never
     | "between" EVENT "and" EVENT "always" EVENT "at" "least" "every" duration -> often
     | "while" STATE "never" EVENT                           -> while_never
     | EVENT "at" "most" NUMBER ("time" | "times")           -> at_most
     | EVENT "excludes" EVENT                                -> excludes
     | EVENT "with" ROLE                                     -> takes_part
     | "only" actors "does" EVENT                            -> only_does
     | EVENT "and" EVENT "by" "different" "people"           -> different_people
     | EVENT "and" EVENT "by" "different" "agencies"         -> different_agencies
     | EVENT "and" EVENT "by" "the" "same" "person"          -> same_person
     | EVENT "is" "always" "possible"                        -> always_possible
     | EVENT "does" "not" "depend" "on" EVENT                -> independent
     | EVENT "only" "to" actors                              -> only_to
actors: ACTOR ("/" ACTOR)*

duration: NUMBER unit
?unit: ("minute" | "minutes")         -> minutes
     | ("hour" | "hours")             -> hours
     | ("day" | "days")               -> days
     | "working" ("day" | "days")     -> working_days
     | ("week" | "weeks")             -> weeks
     | ("month" | "months")           -> months

target: STATE                         -> go
      | "resume" STATE                -> resume

%declare FACT VALUE DOCUMENT ROLE ACTOR EVENT STATE ACTIVITY NUMBER
"""
"""Lark's EBNF. The item of ``only_to`` is an EVENT here: one word decides too early."""

RESERVED = frozenset(re.findall(r'"([a-z]+)"', GRAMMAR))
"""Every word of the grammar; none of them can be the id of anything."""
