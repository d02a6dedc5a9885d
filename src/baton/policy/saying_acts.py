"""Acts, effects and excuses in plain English, for the sentences of rules."""

from __future__ import annotations

from baton.policy import model as m
from baton.policy.labels import label, listing, say_amount
from baton.policy.saying import say_who


def rule_name(key: str) -> str:
    """A rule in a sentence: its key in quotation marks."""
    return f'"{key.replace("_", " ")}"'


def say_act(act: str, pack: m.Pack) -> str:
    """An act as a noun: the move of responsibility, the act "send transfer list"."""
    verb, _, word = act.partition(" ")
    if verb == "goes":
        return f"the move by the route {rule_name(word)}"
    said = {"move": "the move of responsibility", "end": "the end", "list": "the listing", "decide": "the decision",
            "accept": "acceptance", "request": "the request", "allocate": "the allocation", "propose": "the proposal",
            "close": "the closing", "answer": "the answer", "begin": "the beginning"}.get(verb)  # fmt: skip
    if not word:
        return said or f'the act "{verb.replace("_", " ")}"'
    return f'the act "{verb} {label(word, pack)}"'


def to_do(act: str, pack: m.Pack) -> str:
    """An act after "may": "authorise unallocated"."""
    verb, _, word = act.partition(" ")
    return f"{verb.replace('_', ' ')} {label(word, pack)}".strip()


def say_instead(instead: str, pack: m.Pack) -> str:
    """What is offered instead of a stopped act."""
    if any(rule.head.key == instead for rule in pack.rules):
        return rule_name(instead)
    return to_do(instead, pack) if not instead.startswith("list at ") else f"list at {label(instead[8:], pack)}"


def say_effect(effect: m.Effect, pack: m.Pack) -> str:
    """One effect in words."""
    who = say_who(effect.who, pack) if effect.who is not None else ""
    as_ = f" as {effect.as_}" if effect.as_ else ""
    match effect.kind:
        case "move":
            return f"responsibility moves to {who}{as_}"
        case "hold":
            return f"the child stays with {who}{as_}"
        case "raise_to":
            return f"it goes up to {who}"
        case "tell":
            return f"{who} is told"
        case "list":
            return f"the case is listed at the {label(effect.word, pack)}"
        case "list_for_closing":
            return "the case is listed for closing"
        case "decide":
            return f"the decision is taken to be {label(effect.word, pack)}, by silence"
        case "offer":
            return "the next step up is offered"
        case _:
            return f"{effect.kind} {label(effect.word, pack)}"


def say_excuse(excuse: m.Excuse, pack: m.Pack) -> str:
    """Who may set a rule aside, as a sentence."""
    record = listing((label(key, pack) for key in excuse.record), "or" if excuse.record_any else "and")
    only = f" for {label(excuse.to, pack)} only" if excuse.to else ""
    as_ = f" as {excuse.as_}" if excuse.as_ else ""
    lasts = f" for {say_amount(excuse.lasts)}" if excuse.lasts is not None else ""
    often = {0: "", 1: ", once only"}.get(excuse.times, f", {excuse.times} times at most")
    return f"It may be set aside{only}{lasts} by {say_who(excuse.who, pack)}{as_}{often}, who must record: {record}."
