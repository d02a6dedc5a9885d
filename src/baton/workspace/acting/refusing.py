"""A refusal of the engine as a colleague would say it: what, the fact in the way, the rule, what to do instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE, InTheWay, Refusal
from baton.policy.joining import walk
from baton.policy.model import HasSpell, WordIs
from baton.store.models import WorkItem
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.work import href_of, may_do

MISSING = "Missing: "


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the way, said."""

    child: str
    why: str
    clause: tuple[str, ...]
    rule: str
    instead: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The whole refusal, said. `asks_reason`: a reason would let it through; `go_on`: the children who could."""

    what: str
    items: tuple[Item, ...]
    several: bool
    asks_reason: bool
    go_on: str = ""
    could: tuple[str, ...] = ()


def said(desk: Desk, say: Say, refusal: Refusal, names: dict[str, str], doing: str, matter: str = "") -> Said:
    """Puts a refusal into words. `doing` is what was tried ("put Ada on the list"), `matter` what it is about."""
    items = once([item_said(desk, say, refusal, one, names, matter) for one in refusal.items])
    asks = all(one.kind == "ask_reason" for one in refusal.items)
    impossible = all(one.kind == "impossible" for one in refusal.items)
    yet = "" if impossible or all(one.kind == "not_yours" for one in refusal.items) else " yet"
    what = f"You cannot {doing}{yet}." if not asks else "Say why, then send it again."
    others = [names.get(c, c) for c in refusal.could_go_on]
    go_on = f"Nothing stands in the way for {words.joined(others)}: you can go on with them alone." if others else ""
    return Said(what, tuple(items), len(names) > 1, asks, go_on, refusal.could_go_on)


def once(items: list[Item]) -> list[Item]:
    """The same thing in the way of several children said once, with the children whom it is about."""
    found: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for item in items:
        found.setdefault((item.why, item.clause), []).append(item)
    return [
        replace(same[0], child=words.joined(list(dict.fromkeys(i.child for i in same if i.child))))
        for same in found.values()
    ]


def item_said(desk: Desk, say: Say, refusal: Refusal, one: InTheWay, names: dict[str, str], matter: str = "") -> Item:
    """One thing in the way, with its clause and what to do instead."""
    matter = matter or refusal.act.matter
    rule = say.rule(one.rule, matter) if one.rule and one.clause else ""
    return Item(
        names.get(one.child, ""),
        words.initial_capital(_why(desk, say, one, matter)),
        tuple(one.clause),
        rule,
        tuple(_instead(desk, say, one, refusal)),
    )


def _why(desk: Desk, say: Say, one: InTheWay, matter: str) -> str:
    if one.kind == "not_yours":
        if one.says.startswith("nobody holds"):
            return f"nobody holds the office that may do this: {words.joined([say.office(o) for o in one.missing])}."
        if one.says:
            return f"{_sentence(one.says)}"
        who = words.joined([say.person(p) for p in one.needs], "or") or words.joined(
            [say.office(o) for o in one.missing], "or"
        )
        offices = words.joined([say.office(o) for o in one.missing], "or")
        return f"this is for {who}{f' ({offices})' if offices and offices != who else ''} to do, not for your post."
    if one.kind == "impossible":
        return _sentence(_dates(_named(say, one.says)))
    facts = [
        _of_somebody(say, one, w, matter) or _not_that(say, one, w, matter) or lacking(say, w)
        for w in one.missing
        if w not in ("reason", "candidate")
    ]
    text = " ".join(_joined(facts))
    if one.says:
        text = f"{_sentence(one.says)} {text}".strip()
    if one.kind == "ask_reason" and not text:
        return "the procedure asks for a reason here."
    return text or _condition(say, one, matter)


def _joined(facts: list[str]) -> list[str]:
    """What is missing from one paper as one sentence."""
    missing = [fact.removeprefix(MISSING).removesuffix(".") for fact in facts if fact.startswith(MISSING)]
    others = [fact for fact in facts if not fact.startswith(MISSING)]
    return [f"{MISSING}{words.joined(missing)}.", *others] if missing else others


def _condition(say: Say, one: InTheWay, matter: str) -> str:
    """The condition of a gate in words, where no single thing is missing."""
    rule = say.rule_of(one.rule, matter)
    until, while_ = getattr(rule, "until", None), getattr(rule, "while_", None)
    if until is not None:
        return f"this waits until {say.condition(until)}."
    if while_ is not None:
        return f"this is not done while {say.condition(while_)}."
    return "the procedure does not allow it now."


def _of_somebody(say: Say, one: InTheWay, word: str, matter: str) -> str:
    """What the rule wants of somebody who was named ("receiving_worker has has_room"), where that is lacking."""
    because = [tuple(reason) for reason in one.because]
    after = because[because.index(("word", word)) + 1 :] if ("word", word) in because else []
    people = [str(value) for _, value in takewhile(lambda reason: reason[0] == "person", after)]
    wanted = walk(getattr(say.rule_of(one.rule, matter), "until", None))
    facts = [say.word(part.word) for part in wanted if isinstance(part, HasSpell | WordIs) and part.of == word]
    if not people or not facts:
        return ""
    return f"{words.initial_capital(words.joined(facts))}: not recorded of {say.people(people)}."


def _not_that(say: Say, one: InTheWay, key: str, matter: str) -> str:
    """Where the rule is about who is chosen, an office is whom the chosen person would have to be."""
    if "allocate" not in getattr(say.rule_of(one.rule, matter), "acts", ()):
        return ""
    if key in say.pack.words or key.partition(" of ")[0] not in say.pack.offices:
        return ""
    office = say.office(key)
    return f"this is not the {office[:1].lower()}{office[1:]}."


def lacking(say: Say, key: str) -> str:
    """What is not there, as a sentence."""
    word = say.pack.words.get(key)
    if word is None:
        if key.partition(" of ")[0] in say.pack.offices:
            return f"{say.office(key)} was not there."
        if key in say.organisation.names:
            return f"{say.person(key)} was not there."
        if say.rule_of(key) is not None:
            return f"Not done yet: {say.short(key).rstrip('.')}{'' if say.short(key).endswith('?') else '.'}"
        return f"{MISSING}{say.who(key)}."
    said_ = word.says[:1].upper() + word.says[1:] if word.says else key.replace("_", " ").capitalize()
    return {
        "event": f"{said_}: not held.",
        "document": f"{said_}: not written or not sent.",
        "answer": f"Not answered as the rule needs it: {word.question or said_}",
        "task": f"{said_}: not done.",
        "spell": f"{said_}: not so.",
        "people": f"{said_}: not reached.",
    }.get(word.kind, f"{said_}: not given.")


def _instead(desk: Desk, say: Say, one: InTheWay, refusal: Refusal) -> list[tuple[str, str]]:
    """What to do instead: the step that is lacking, if it is this person's; else whom to ask; else where to look."""
    found: list[tuple[str, str]] = []
    step = _step(desk, say, one, refusal.act.verb) if one.kind == "refuse" else None
    mine = step is not None and desk.post.person in step.who and may_do(desk, step)
    if step is not None and _is_tried(step, refusal):
        found.append(("Give it below, and send again.", ""))
    elif mine and step is not None:
        found.append((f"{_to_do(say.duty(step))}", href_of(step)))
    elif step is None and one.instead and one.instead.split()[0] != refusal.act.verb:
        found.append((_sentence(words.initial_capital(in_words(say, one.instead))), ""))
    asked = [
        say.person(p)
        for p in one.needs
        if p != desk.post.person and (one.kind == "not_yours" or p in say.organisation.names)
    ]
    if not asked and step is not None and not mine and one.kind == "refuse":
        asked = [say.person(p) for p in step.who if p != desk.post.person]
    if asked and one.kind != "ask_reason":
        what = f": {_to_do(say.duty(step)).removeprefix('Answer: ')}" if step is not None and not mine else "."
        found.append((f"Ask {words.joined(asked, 'or')}{what}", ""))
    if one.kind == "ask_reason":
        found.append(("Write the reason below.", "#reason"))
    for child in refusal.act.children[:1]:
        if one.kind == "refuse":
            found.append(("See what is still open.", f"/children/{child}"))
    return found


def _is_tried(step: WorkItem, refusal: Refusal) -> bool:
    """Whether the open duty is the very act that was refused: nobody is sent to the page on which they are."""
    return step.verb == refusal.act.verb and refusal.act.word in step.words


def _to_do(duty: str) -> str:
    """A duty as what to do: a question is to be answered."""
    return f"Answer: {duty}" if duty.endswith("?") else f"{duty.rstrip('.')}."


def _step(desk: Desk, say: Say, one: InTheWay, verb: str) -> WorkItem | None:
    """The open duty that is in the way of this child: the one that is lacking, never the act that was tried."""
    lacks = [key for key in one.missing if say.rule_of(key) is not None]
    found = WorkItem.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id=one.child,
        rule__in=[*lacks, one.rule.split(".")[0]],
        state__in=NOT_DONE,
    )
    if lacks:
        found = found.exclude(verb=verb)
    return found.order_by("act_by_at").first()


def in_words(say: Say, text: str) -> str:
    """ "send transfer_summary" with its keys in words, a question as what is asked."""
    verb, _, word = text.partition(" ")
    known = say.pack.words.get(word)
    if verb == "answer" and known is not None and known.question:
        return f"answer: {known.question}"
    if verb == "answer" and known is not None and known.kind == "slot":
        return f"give the {say.lower(word)}"
    return " ".join(say.lower(part) if "_" in part else part for part in text.split())


def _named(say: Say, text: str) -> str:
    """The word of the procedure with which a sentence of the engine begins, by its name."""
    key, space, rest = text.partition(" ")
    return f"{say.word(key)}{space}{rest}" if key in say.pack.words else text


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _dates(text: str) -> str:
    from datetime import date

    parts = text.split()
    for n, part in enumerate(parts):
        try:
            parts[n] = words.day(date.fromisoformat(part.rstrip(".;,"))) + part[10:]
        except ValueError:
            parts[n] = part.replace("_", " ")
    return " ".join(parts)


def changed_said(say: Say, entries: Any, now: int, names: dict[str, str]) -> list[str]:
    """What happened while the person was deciding."""
    return [
        f"{words.initial_capital(words.when_seen(e.recorded_at, now))}: {say.entry(e)}"
        + (f", {names[e.subject.id]}" if e.subject.id in names else "")
        + (f", by {say.person(e.done_by)}." if e.done_by else ".")
        for e in entries
    ]
