"""Acts, duties, effects, elements and intervals in words: `send transfer_summary`, `move to receiving_worker`."""

from __future__ import annotations

from typing import Final

from baton.journal.vocabulary import ACTS
from baton.policy import model as m
from baton.policy import phrases
from baton.policy.model import WordKind
from baton.policy.names import DUTY_VERBS, PLAIN_ROLES, Names, check_value
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, nearest
from baton.policy.who import office_of

# What a paper calls the act, and the journal's one word for it.
_SPELLINGS: Final = {"change transfer_date": "change_date", "deallocate": "end_allocation"}
_KINDS: Final[dict[str, tuple[WordKind, ...]]] = {
    "hold": ("event",), "attend": ("event",), "book": ("event",), "write": ("document",), "read": ("document",),
    "send": ("document",), "file": ("document",), "answer": ("answer", "slot"), "do": ("task",),
    "begin": ("document", "spell", "event"), "keep": ("spell", "slot"),
}  # fmt: skip
_OF_MATTERS: Final = frozenset(
    ("raise", "open", "end", "settle", "begin", "withdraw", "authorise", "keep", "agree", "decide", "close")
)
_NEEDS_WORD: Final = ("hold", "attend", "book", "write", "read", "send", "file", "answer", "do", "keep", "begin")
_PAPERS: Final = ("propose", "list", "request")  # acts that may name the matter or state they are about


def act(text: str, names: Names) -> str:
    """An act as the engine names it: the journal's verb, and a word where there is one."""
    text = _SPELLINGS.get(text, text)
    joined = text.replace(" ", "_")
    if joined in ACTS and " " in text:
        return joined
    cursor = Cursor(text)
    verb = cursor.key("an act")
    if verb == "goes":
        return f"goes {names.rule(_last(cursor, 'the key of a route'), 'goes')}"
    _check_verb(verb)
    if cursor.done:
        return verb
    return f"{verb} {_word(verb, _last(cursor, 'a word'), names)}"


def _last(cursor: Cursor, what: str) -> str:
    key = cursor.key(what)
    cursor.end()
    return key


def _check_verb(verb: str) -> None:
    if verb not in ACTS and verb not in DUTY_VERBS:
        known = sorted({*ACTS, *DUTY_VERBS})
        raise Misread(f'names "{verb}", which is no act.{nearest(verb, known)}')


def _word(verb: str, key: str, names: Names) -> str:
    """Checks the word after a verb by what this verb may bring about."""
    if verb in _OF_MATTERS and key in names.matters:
        return key
    if verb in ("hold", "attend", "book") and (key in names.forums or key == "point"):
        return key
    if verb == "allocate" and (key in names.offices or key in PLAIN_ROLES):
        return key
    if verb == "keep" and key in names.offices:
        return key
    if verb in _KINDS:
        return names.word(key, *_KINDS[verb]).key
    if verb in _OF_MATTERS or verb in _PAPERS:
        return names.matter(key)
    raise Misread(f'says "{verb} {key}", but "{verb}" takes no word.')


def duty(text: str, names: Names) -> tuple[str, tuple[str, ...]]:
    """VERB [WORD or WORD] of a must."""
    cursor = Cursor(_SPELLINGS.get(text, text))
    verb = cursor.key("a verb")
    _check_verb(verb)
    if cursor.done:
        if verb in _NEEDS_WORD:
            raise Misread(f'says "{verb}" and not what: "{verb} …".')
        return verb, ()
    words = phrases.values(cursor, lambda key: _word(verb, key, names))
    if verb == "keep" and cursor.takes("of"):
        words = (f"{words[0]} of {_place_of(words[0], cursor, names)}",)
    cursor.end()
    return verb, words


def _place_of(office: str, cursor: Cursor, names: Names) -> str:
    """The place in which an office must always be filled."""
    if names.offices.get(office, True):
        raise Misread(f'says "keep {office} of …", but "{office}" is no office of a place.')
    return phrases.place(cursor, names)


def instead(text: str, names: Names) -> str:
    """What is offered instead of a stopped act: an act, `list at FORUM`, or the key of a rule."""
    if text in names.rules:
        return text
    cursor = Cursor(text)
    if cursor.takes("list at"):
        return f"list at {names.forum(_last(cursor, 'a forum'))}"
    return act(text, names)


def effect(text: str, names: Names) -> m.Effect:
    """One effect of a closed list."""
    cursor = Cursor(text)
    found = _effect(cursor, names)
    cursor.end()
    return found


def _effect(cursor: Cursor, names: Names) -> m.Effect:
    if cursor.takes("move to"):
        who = office_of(cursor, names)
        return m.Effect("move", who, as_=_as(cursor, ("unallocated", "cover", "duty")))
    if cursor.takes("hold with"):
        who = office_of(cursor, names)
        return m.Effect("hold", who, as_=_as(cursor, ("unallocated", "cover", "duty")))
    if cursor.takes("raise to"):
        return m.Effect("raise_to", office_of(cursor, names))
    if cursor.takes("tell"):
        return m.Effect("tell", office_of(cursor, names))
    if cursor.takes("list at"):
        return m.Effect("list", word=names.forum(cursor.key("a forum")))
    if cursor.takes("list for closing"):
        return m.Effect("list_for_closing")
    if cursor.takes("decide"):
        decision = names.words.get("decision")
        allowed = decision.parts.get("value") if decision is not None else None
        return m.Effect("decide", word=check_value("decision", cursor.word("an outcome"), allowed, "value"))
    if cursor.takes("offer next rung"):
        return m.Effect("offer", word="next rung")
    for kind in ("open", "end", "raise"):
        if cursor.takes(kind):
            return m.Effect(kind, word=names.matter(cursor.key("a matter")))
    raise Misread(
        f'has no effect "{cursor.text}": move to, hold with, open, end, raise, raise to, tell, list at, '
        "list for closing, decide, offer next rung."
    )


def _as(cursor: Cursor, allowed: tuple[str, ...]) -> str:
    if not cursor.takes("as"):
        return ""
    flag = cursor.word("a state")
    if flag not in allowed:
        raise Misread(f'says "as {flag}": {", ".join(allowed)}.')
    return flag


def each(text: str, names: Names) -> m.Each:
    """The elements of which each makes one duty: child, recipient, a spell, booked EVENT or EVENT, a set of people."""
    cursor = Cursor(text)
    if cursor.peek() in ("child", "recipient", "task") and len(cursor.words) == 1:
        return m.Each(text)  # type: ignore[arg-type]
    if text == "other team":
        return m.Each("team")
    kind = next((k for k in ("booked", "held") if cursor.takes(k)), "")
    first = cursor.peek()
    if kind:
        words = phrases.values(cursor, lambda key: names.word(key, "event").key)
    else:
        kind = {"people": "people", "task": "task"}.get(names.kind(first) or "", "spell")
        words = phrases.values(cursor, lambda key: names.word(key, "spell", "people", "task").key)
    cursor.end()
    return m.Each(kind, words)  # type: ignore[arg-type]


def destination(text: str, names: Names) -> m.Destination:
    """Where a route goes: a place, a team in it, the closing service or team, nobody."""
    if text in ("closing service", "closing team", "nobody"):
        return m.Destination(text)  # type: ignore[arg-type]
    cursor = Cursor(text)
    if not cursor.takes("team in"):
        key = names.place(cursor.key("a place"))
        cursor.end()
        return m.Destination("place", key)
    key = names.place(cursor.key("a service"))
    if cursor.takes("for"):
        word = names.word(cursor.key("an answer that is a place"), "answer")
        cursor.end()
        if word.answers != ("place",):
            raise Misread(f'chooses the team by "{word.key}", whose answer is no place.')
        return m.Destination("team for", key, word.key)
    if cursor.takes("paired with sending team"):
        cursor.end()
        return m.Destination("paired team", key)
    if cursor.takes("by remit"):
        cursor.end()
        return m.Destination("by remit", key)
    if cursor.takes("chosen by"):
        by = cursor.key("a forum or office")
        cursor.end()
        if by not in names.forums and by not in names.offices:
            raise Misread(f'names "{by}", which is no forum of this pack.{nearest(by, names.forums)}')
        return m.Destination("chosen", key, by)
    raise Misread(
        f'needs "team in {key} for ANSWER", "team in {key} paired with sending team", "team in {key} by remit" or '
        f'"team in {key} chosen by FORUM"; found "{text}".'
    )


def subject(text: str, names: Names, subjects: tuple[str, ...]) -> str:
    """What a rule is about: child, family, worker, authority, contact, a matter, or `sitting of FORUM`."""
    cursor = Cursor(text)
    if cursor.takes("sitting of"):
        return f"sitting of {names.forum(_last(cursor, 'a forum'))}"
    key = _last(cursor, "what the rule is about")
    if key not in subjects and key not in names.matters:
        raise Misread(f'names "{key}", which is no subject.{nearest(key, [*subjects, *names.matters])}')
    return key
