"""Each rule as plain English, for `explain` and the pages: the explanation is the rule, folded exceptions included."""

from __future__ import annotations

from baton.policy import model as m
from baton.policy.every import say_days
from baton.policy.labels import label, listing, place_name, say_amount, small
from baton.policy.saying import say_condition, say_moment, say_recipient, say_who
from baton.policy.saying_acts import rule_name, say_act, say_effect, say_excuse, say_instead, to_do

__all__ = [
    "destination_name",
    "duty_phrase",
    "say_condition",
    "say_effect",
    "say_moment",
    "say_who",
    "sentence",
    "sentence_alone",
    "sentences",
]

_VERBS = {
    "hold": "hold the", "attend": "attend the", "book": "book the", "write": "write the", "read": "read the",
    "send": "send the", "file": "file the", "tell": "tell", "invite": "invite", "do": "do:", "keep": "keep the",
    "begin": "begin the", "raise": "raise the matter", "answer": "answer", "allocate": "name a worker",
    "move": "see that responsibility moves", "list": "put the case on the list", "decide": "decide",
}  # fmt: skip
_STRENGTHS = {
    "refuse": "Without it the act is refused.",
    "ask_reason": "Without it a reason is asked and kept.",
    "warn": "Without it this is shown as a breach.",
    "count": "It is only counted.",
}


def sentence(rule: m.Rule, pack: m.Pack) -> str:
    """The rule as one plain English sentence, with its clauses at the end."""
    return f"{sentence_alone(rule, pack)} ({', '.join(rule.head.clause)})"


def sentence_alone(rule: m.Rule, pack: m.Pack) -> str:
    """The same without its clauses, for where they stand beside it."""
    said = _say(rule, pack)
    return said[:1].upper() + said[1:]


def sentences(key: str, pack: m.Pack) -> tuple[str, ...]:
    """Every copy of a rule that exceptions split, in words."""
    return tuple(sentence(rule, pack) for rule in pack.rules if rule.head.key == key)


def _opening(head: m.Head, pack: m.Pack) -> str:
    about = _about(head, pack)
    when = f"when {say_condition(head.when, pack)}, " if head.when != m.Always() else ""
    return f"{about}{when}"


def _about(head: m.Head, pack: m.Pack) -> str:
    if head.for_ == "child":
        return ""
    if head.for_.startswith("sitting of "):
        return f"for each sitting of the {label(head.for_.removeprefix('sitting of '), pack)}, "
    but = f" (but not: {listing(label(key, pack) for key in head.not_for)})" if head.not_for else ""
    kind = "matter " if head.for_ in pack.matters else ""
    return f'in the {kind}"{label(head.for_, pack)}"{but}, ' if kind else f"for the {head.for_}, "


def _falls(head: m.Head, pack: m.Pack) -> str:
    fall, since = head.not_known if isinstance(head.not_known, tuple) else (head.not_known, None)
    if fall is None or head.when == m.Always():
        return ""
    if fall == "ask":
        return "; while that is not known, it is asked"
    from_ = f" from {say_moment(since, pack)}" if since is not None else ""
    return f"; not known counts as {fall}{from_}"


def _goes(rule: m.Goes, pack: m.Pack) -> str:
    at = f" at {say_moment(rule.at, pack)}" if rule.at is not None else ""
    around = ""
    if rule.around is not None:
        amount = rule.around.amount if isinstance(rule.around, m.EitherSide) else rule.around
        around = f", give or take {say_amount(amount)}"
    verb = "may be offered a move" if rule.becomes == "offered" else "goes"
    together = f", together with {label(rule.together, pack)}" if rule.together else ""
    where = f"from {place_name(rule.from_, pack)} to {destination_name(rule.to, pack)}"
    first = f"; where both are due it comes before the route {listing(map(rule_name, rule.over))}" if rule.over else ""
    return f"{_opening(rule.head, pack)}the child {verb} {where}{at}{around}{together}{first}{_falls(rule.head, pack)}"


def destination_name(to: m.Destination, pack: m.Pack) -> str:
    """Where a route goes, in words."""
    match to.kind:
        case "place":
            return place_name(to.place, pack)
        case "team for":
            return f'the team of {place_name(to.place, pack)} that the answer "{label(to.by, pack)}" gives'
        case "paired team":
            return f"the team of {place_name(to.place, pack)} that is paired with the sending team"
        case "by remit":
            return f"the team of {place_name(to.place, pack)} whose remit the child meets"
        case "chosen":
            return f"the team of {place_name(to.place, pack)} that the {label(to.by, pack)} chooses"
        case "nobody":
            return "nobody: the work ends"
        case _:
            return f"the {to.kind.removeprefix('closing ')} that last held the child"


def duty_phrase(rule: m.Must, pack: m.Pack) -> str:
    """What a duty asks for, as a phrase: "write the transfer summary"."""
    verb = _VERBS.get(rule.verb, rule.verb.replace("_", " "))
    if rule.verb == "answer":
        verb = "give the answer" if all(_is_slot(word, pack) for word in rule.words) else "answer"
        return f"{verb} {listing((_asked(word, pack) for word in rule.words), 'or')}"
    if rule.verb == "allocate" and rule.words:
        return f"name the {label(rule.words[0], pack)}"
    if not rule.words and rule.verb in ("send", "write", "hold"):
        return rule.verb
    return " ".join([verb, *([listing((label(word, pack) for word in rule.words), "or")] if rule.words else [])])


def _is_slot(word: str, pack: m.Pack) -> bool:
    return word not in pack.words or pack.words[word].kind == "slot"


def _asked(word: str, pack: m.Pack) -> str:
    found = pack.words.get(word)
    return f'"{found.question}"' if found is not None and found.question else f'"{label(word, pack)}"'


def _must(rule: m.Must, pack: m.Pack) -> str:
    parts = [f"{_opening(rule.head, pack)}{say_who(rule.who, pack)} must {duty_phrase(rule, pack)}"]
    if rule.to:
        to = listing(say_recipient(item, pack) for item in rule.to)
        parts.append(to if rule.verb in ("tell", "invite") else f"to {to}")
    if rule.about:
        parts.append(f"about {listing(label(key, pack) for key in rule.about)}")
    if rule.channel != "any":
        parts.append({"letter": "by letter", "spoken": "in person or by telephone", "system": "on the system"}.get(
            rule.channel, rule.channel))  # fmt: skip
    parts += _times(rule, pack)
    return " ".join(parts) + _closing(rule, pack)


def _times(rule: m.Must, pack: m.Pack) -> list[str]:
    parts = []
    if rule.each is not None:
        of = listing((label(word, pack) for word in rule.each.words), "or") or rule.each.kind
        of = "other team of the service" if rule.each.kind == "team" else of
        kind = f"{rule.each.kind} " if rule.each.kind in ("booked", "held") else ""
        parts.append(f"for each of the {of}" if rule.each.kind == "people" else f"for each {kind}{of}")
    if rule.every is not None and rule.every.anchor is not None and rule.every.amount is not None:
        amount = say_amount(rule.every.amount)
        last = "the last time, and first from " if rule.every.from_last else ""
        parts.append(f"every {amount.removeprefix('1 ')} from {last}{say_moment(rule.every.anchor, pack)}")
    if rule.every is not None and rule.every.weekday is not None and rule.every.anchor is not None:
        parts.append(f"{say_days(rule.every)} from {say_moment(rule.every.anchor, pack)}")
    if rule.every is not None and rule.every.forum:
        parts.append(f"once a sitting of the {label(rule.every.forum, pack)}")
    if rule.while_ is not None:
        parts.append(f"as long as {say_condition(rule.while_, pack)}")
    if rule.not_before is not None:
        parts.append(f"not before {say_moment(rule.not_before, pack)}")
    if isinstance(rule.by, m.EitherSide):
        parts.append(f"within {say_moment(rule.by, pack)}")
    elif rule.by is not None:
        parts.append(f"by {say_moment(rule.by, pack)}")
    if rule.until is not None:
        said = say_condition(rule.until, pack) if isinstance(rule.until, m.Condition) else say_moment(rule.until, pack)
        parts.append(f"until {said}")
    if rule.before:
        parts.append(f"before {listing((say_act(act, pack) for act in rule.before), 'or')}")
    return parts


def _closing(rule: m.Must, pack: m.Pack) -> str:
    said = ""
    if rule.counts_if is not None:
        said += f"; it counts if {say_condition(rule.counts_if, pack)}"
    if rule.roll != "none":
        said += f"; a limit on a closed day goes {rule.roll.replace('to working', 'to a working')}"
    if rule.paused_while is not None:
        said += f"; its clock stands as long as {say_condition(rule.paused_while, pack)}"
    if rule.again_if:
        said += f"; due again when {listing((label(word, pack) for word in rule.again_if), 'or')} changes"
    if rule.after:
        said += f"; only after {listing(rule_name(key) for key in rule.after)}"
    said += f"{_falls(rule.head, pack)}. {_STRENGTHS[rule.strength] if rule.before else _late(rule)}"
    if rule.excuse is not None:
        said += f" {say_excuse(rule.excuse, pack)}"
    if rule.late:
        said += f" Late: {listing(say_effect(effect, pack) for effect in rule.late)}."
    return said


def _late(rule: m.Must) -> str:
    return {"refuse": "It cannot be left out.", "ask_reason": "If it is left out, a reason is asked."}.get(
        rule.strength, _STRENGTHS[rule.strength])  # fmt: skip


def _may(rule: m.May, pack: m.Pack) -> str:
    acts = listing((to_do(act, pack) for act in rule.acts), "or")
    alone = " in person, without a stand-in" if rule.stand_in == "none" else ""
    if rule.rules:  # a departure
        record = listing(label(key, pack) for key in rule.record or ("reason",))
        acts = f"set {listing((rule_name(key) for key in rule.rules), 'or')} aside for one child, recording {record}"
    often = {0: "", 1: ", once only"}.get(rule.times, f", {rule.times} times at most")
    lasts = f", for {say_amount(rule.lasts)}" if rule.lasts is not None else ""
    return f"{_opening(rule.head, pack)}only {say_who(rule.who, pack)} may {acts}{lasts}{often}{alone}"


def _stop(rule: m.Stop, pack: m.Pack) -> str:
    what = listing((say_act(act, pack) for act in rule.acts), "or")
    if rule.rules:
        what = f"doing {listing(rule_name(key) for key in rule.rules)}"
    verbs = {"refuse": "refused", "ask_reason": "asked a reason", "warn": "shown as a breach", "count": "counted"}
    condition = f"until {say_condition(rule.until, pack)}" if rule.until is not None else ""
    if rule.while_ is not None:
        condition = f"while {say_condition(rule.while_, pack)}" if rule.while_ != m.Always() else "always"
    instead = f"; instead: {say_instead(rule.instead, pack)}" if rule.instead else ""
    excuse = f". {say_excuse(rule.excuse, pack)}" if rule.excuse is not None else ""
    said = f"{_opening(rule.head, pack)}{what} is {verbs[rule.strength]} {condition}"
    return f"{said}{instead}{_falls(rule.head, pack)}{excuse}"


def effects_alone(rule: m.Then, pack: m.Pack) -> str:
    """What a rule of the clock does, without when and for whom: "responsibility moves to the receiving worker"."""
    return listing(say_effect(effect, pack) for effect in rule.effects)


def _then(rule: m.Then, pack: m.Pack) -> str:
    effects = listing(say_effect(effect, pack) for effect in rule.effects)
    lapses = f"; after {say_moment(rule.lapses, pack)} a person is asked instead" if rule.lapses is not None else ""
    stands = f" (instead of {rule_name(rule.default_for)})" if rule.default_for else ""
    head = rule.head
    return f"{_opening(head, pack)}at {say_moment(rule.at, pack)}: {effects}{stands}{lapses}{_falls(head, pack)}"


def _show(rule: m.Show, pack: m.Pack) -> str:
    measures = listing(label(measure, pack) if " " not in measure else measure for measure in rule.measures)
    return f"{_opening(rule.head, pack)}{small(measures)} is shown on: {listing(rule.on)}".replace("_", " ")


def _say(rule: m.Rule, pack: m.Pack) -> str:
    match rule:
        case m.Goes():
            return _goes(rule, pack)
        case m.Must():
            return _must(rule, pack)
        case m.May():
            return _may(rule, pack)
        case m.Stop():
            return _stop(rule, pack)
        case m.Then():
            return _then(rule, pack)
        case m.Show():
            return _show(rule, pack)
