"""The fields of any form, made from the pack: a verb and a word say what must be asked. Nothing here is local.

A pack that declares a fact, a document or a meeting of its own gets its form by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from baton.policy.model import Forum, Must, Word
from baton.workspace import words
from baton.workspace.acting.field import (
    CHANNELS,
    JOURNAL_VERB,
    TELLING,
    UNSAID,
    Field,
    People,
    label_of,
    note_field,
    options_of,
    source_fields,
    typed_field,
    values_of,
    when_field,
)
from baton.workspace.saying import Say
from baton.workspace.transfer.excusing import offices_of

MUST_SAY = "It has to say this. Without it, what was written earlier is kept and does not count"
GOES_ON = (
    "What waited for this goes on at once. If the move is to wait longer, or not to be made, change its date or "
    "withdraw it first"
)
OWN_FIRST = "Your own team first. The Team page shows what each of them carries"


def fields_for(
    say: Say, verb: str, word: str, people: People, several: bool, about: tuple[str, ...] = ()
) -> list[Field]:
    """The questions for recording or doing this, in the order a person would answer them."""
    known = say.pack.words.get(word)
    if verb in ("held", "booked", "moved", "cancelled"):
        return _event(say, verb, known, word, people, several)
    if verb in ("written", "send", "sent", "received", "out_of_date"):
        return _document(say, verb, known, word, people)
    if verb in TELLING:
        return _telling(say, JOURNAL_VERB.get(verb, verb), people, about)
    if verb in ("answer", "given"):
        own = known is not None and known.each_person
        whose = [Field("to", "checkboxes", "Whose answer is it?", options=people.recipients)] if own else []
        return [*whose, _answer(say, word, known, people, several), *source_fields()]
    if verb in ("started", "ended"):
        return [when_field(verb, several), *_parts(say, known, several, people), note_field()]
    if verb == "in":
        hint = "As they are written to, such as Ms Sampleton. Each person on their own"
        return [Field("named", "line", "What is their name?", hint), note_field()]
    if verb == "done":
        return [when_field(verb, False), note_field()]
    return _act(say, verb, word, people, several)


def _event(say: Say, verb: str, known: Word | None, word: str, people: People, several: bool) -> list[Field]:
    own = several and known is not None and not known.one_for_group
    fields = [when_field(verb, own)]
    if verb == "held":
        fields += [_came_of_it(one) for one in _parts(say, known, several, people)]
        if people.attend:
            fields.append(Field("attended", "checkboxes", "Who was there?", options=people.attend, optional=True))
        fields.append(note_field())
    elif verb == "cancelled":
        fields.append(Field("reason", "text", "Why?"))
    return fields


def _parts(say: Say, known: Word | None, several: bool, people: People) -> list[Field]:
    if known is None:
        return []
    return [
        typed_field(part, label_of(say, part), values, people, several, True)
        or Field(part, "radios", label_of(say, part), options=values_of(say, values), each=several, optional=True)
        for part, values in known.parts.items()
    ]


def _came_of_it(one: Field) -> Field:
    """What a meeting came to, from a closed list: rules wait for it, so leaving it open is said and not forgotten."""
    if one.kind != "radios":
        return one
    return replace(one, options=(*one.options, (UNSAID, "Not known yet")), optional=False)


def _document(say: Say, verb: str, known: Word | None, word: str, people: People) -> list[Field]:
    fields = [when_field(verb, False)]
    contents = known.contents if known is not None and not known.template else ()
    answers = [c for c in contents if not is_slot(say, c) and say.pack.words[c].kind == "answer"]
    ticked = [c for c in contents if not is_slot(say, c) and c not in answers]
    if ticked and verb in ("written", "send", "sent"):
        options = tuple((c, label_of(say, c)) for c in ticked)
        fields.append(
            Field("contents", "checkboxes", "What does it say?", "Tick what is in it", options, optional=True)
        )
    if verb in ("send", "sent") and people.recipients:
        fields.append(Field("to", "checkboxes", "To whom?", options=people.recipients))
    if verb in ("written", "send", "sent"):
        typed = [c for c in contents if is_typed(say, c)]
        fields += [Field(c, "text", label_of(say, c), MUST_SAY, optional=True, wanted=True) for c in typed]
        fields += [_said_in(say, c, people) for c in answers]
    return [*fields, note_field()]


def _said_in(say: Say, word: str, people: People) -> Field:
    """An answer that a paper carries, asked as what it is: a tick would stand as the answer itself."""
    field = _answer(say, word, say.pack.words[word], people, False)
    options = tuple(one for one in field.options if one[0] != "not known")
    return replace(field, hint="Left empty, what is on record stands", options=options, optional=True)


# What Baton itself knows of a move: a paper that names it is filled in, nobody types it.
KEPT = frozenset(
    [
        "decision",
        "transfer_date",
        "reason",
        "presenter",
        "agreement",
        "sending_team",
        "receiving_team",
        "holding_team",
        "receiving_worker",
        "sending_worker",
        "allocated_worker",
        "expected_birth",
        "closing",
    ]
)


def is_typed(say: Say, key: str) -> bool:
    """Whether a part of a paper is for whoever writes it to say: no answer on record, and nothing that Baton keeps."""
    return is_slot(say, key) and key not in KEPT


def against_fields() -> list[Field]:
    """What is asked of an act that was in fact done elsewhere though the procedure forbids it."""
    return [
        Field("when", "when", "When was it done?", "When it happened, not when you are writing this"),
        Field("reason", "text", "By whom, and why?", "It counts, and stays listed as done against the rule"),
    ]


def agreed_date(already: list[str]) -> Field:
    """The date that is agreed; where one is down already, to agree to it nothing needs to be typed."""
    hint = f"Down now: {words.joined(already)}. Leave it empty to agree to that" if already else ""
    return Field("transfer_date", "date", "On what date does responsibility move?", hint, optional=bool(already))


def excuse_fields(
    say: Say, rule_key: str, matter: str, people: People, recipients: Mapping[str, str] | None = None
) -> list[Field]:
    """What an excuse must record, by the pack: always the reason, and any question it names. Of several who should be
    told, whom it is about is asked first."""
    excuse = getattr(say.rule_of(rule_key, matter), "excuse", None)
    asked = [w for w in (excuse.record if excuse is not None else ()) if w != "reason"]
    optional = excuse is not None and excuse.record_any
    answers = [_answer(say, w, say.pack.words.get(w), people, False) for w in asked]
    only = {k: v for k, v in (recipients or {}).items() if excuse is None or excuse.to in ("", k)}
    hint = "One person's reason is not another's. Everybody who is not ticked is still told"
    whose = [Field("to", "checkboxes", "Who is not told?", hint, options_of(only))] if only else []
    fields = [replace(one, optional=optional) for one in answers]
    return [
        *whose,
        Field("reason", "text", "Why is it left out?", "The record shows it, with your name", optional=optional),
        *fields,
    ]


def is_slot(say: Say, key: str) -> bool:
    """Whether a word is a fact of the matter itself: it is named by a letter, and changed only by its own act."""
    word = say.pack.words.get(key)
    return word is None or word.kind == "slot"


def _telling(say: Say, verb: str, people: People, about: tuple[str, ...]) -> list[Field]:
    fields = [
        Field("to", "checkboxes", "Who was told?" if verb == "told" else "Who was invited?", options=people.recipients),
        when_field(verb, False),
    ]
    if len(about) > 1:
        options = tuple((one, label_of(say, one)) for one in about)
        said = Field("about", "checkboxes", "What were they told?", "What you leave out is still to be told", options)
        which = Field("about", "checkboxes", "To which were they invited?", options=options)
        fields.append(replace(said, ticked=about) if verb == "told" else which)
    if verb == "told":
        fields.append(Field("channel", "radios", "How?", options=CHANNELS))
    return [*fields, note_field()]


def _answer(say: Say, word: str, known: Word | None, people: People, several: bool) -> Field:
    """The question itself, in the form its answers ask for."""
    label = known.question or known.says if known is not None else say.word(word)
    clause = known.clause if known is not None else ()
    answers = known.answers if known is not None else ()
    if (known is not None and known.kind == "slot") or not answers:
        return _slot(say, word, label, people, several)
    typed = typed_field(word, label, answers, people, several, clause=clause)
    if typed is not None:
        return typed
    options = (*values_of(say, answers), ("not known", "Still not known"))
    return Field(word, "radios", label, options=options, each=several, clause=clause)


def _slot(say: Say, word: str, label: str, people: People, several: bool) -> Field:
    if word.endswith("_date") or word.endswith("_on"):
        return Field(word, "date", label, each=several)
    if word.endswith("_worker") or word in ("presenter", "person"):
        return Field(word, "select", label, options=people.workers, each=several)
    if word.endswith("_team") or word.endswith("_service"):
        return Field(word, "select", label, options=people.places, each=several)
    return Field(word, "text", label, each=several)


def _act(say: Say, verb: str, word: str, people: People, several: bool) -> list[Field]:
    """Acts of the procedure: what each must carry, and always room for the reason."""
    if verb == "decide":
        return decision_fields(say, next(iter(say.pack.forums.values()), None), people, several)
    if verb in ("allocate", "accept"):
        # Who accepts a move names the worker of its receiving end, in the place of one who was named before.
        name = "receiving_worker" if verb == "accept" else "person"
        return [
            Field(name, "select", "Which worker?", OWN_FIRST, people.workers, each=several),
            Field("reason", "text", "Why this worker?", "Skills, experience, room. The record shows it"),
        ]
    if verb == "raise":
        return [_cause(say, False), Field("reason", "text", "Anything to add?", optional=True)]
    if verb == "decline":
        return [_cause(say, True), Field("reason", "text", "Why?")]
    if verb == "propose" and word in say.pack.matters:
        to = Field("to_team", "select", "To which team?", options=people.places, each=several)
        move = [to] if "transfer" in say.kinds(word) or _asks_the_receiver(say, word) else []
        return [*move, Field("reason", "text", "Why?")]
    if verb == "close":
        return [Field("reason", "text", "Why does the work end?")]
    if verb in ("settle",):
        return [Field("reason", "text", "What was agreed or decided, and by whom?", GOES_ON)]
    if verb == "change_edition":
        return [Field("reason", "text", "Why should it go by that edition?", "The record shows it")]
    if verb in ("withdraw", "refer", "excuse", "disagree", "carry_over"):
        return [Field("reason", "text", "Why?", optional=verb in ("refer", "carry_over"))]
    if verb == "change_date":
        return [Field("transfer_date", "date", "On what date should it be?"), Field("reason", "text", "Why?")]
    return [Field("reason", "text", "Anything to add?", optional=True)]


def _asks_the_receiver(say: Say, matter: str) -> bool:
    """Whether some duty of this matter is that of an office at the receiving end: then the end has to be said."""
    duties = [r for r in say.pack.rules if isinstance(r, Must) and r.head.for_ == matter]
    return any(one.place.startswith("receiving") for rule in duties for one in offices_of(rule.who))


def _cause(say: Say, optional: bool) -> Field:
    """What it is about: the pack's closed list where it has one."""
    known = say.pack.words.get("cause")
    values = known.parts.get("value", ()) if known is not None else ()
    hint = "A reason alone: it never changes what follows"
    if values:
        return Field("cause", "radios", "What is it about?", hint, values_of(say, values), optional=optional)
    return Field("cause", "text", "What is it about?", hint, optional=optional)


OUTCOMES = ("agreed", "not_agreed", "deferred")  # where a pack names none of its own


def decision_fields(say: Say, forum: Forum | None, people: People, several: bool) -> list[Field]:
    """The outcome of a forum with everything that any of its outcomes, or a gate before the decision, must carry."""
    keys = tuple(o.key for o in forum.outcomes) if forum is not None and forum.outcomes else OUTCOMES
    outcomes = tuple((key, key.replace("_", " ").capitalize()) for key in keys)
    needed = [w for o in (forum.outcomes if forum else ()) for w in o.needs] + _asked_before_deciding(say)
    fields = [Field("decision", "radios", "What was decided?", options=outcomes, each=several)]
    for word in dict.fromkeys((*(w for w in needed if w != "reason"), "receiving_worker")):
        slot, owner = _slot(say, word, "", people, several), words_of(forum, word)
        hint = f"Needed for: {owner}" if owner else "If it is known"
        fields.append(Field(word, slot.kind, label_of(say, word), hint, slot.options, each=several, optional=True))
    fields.append(Field("reason", "text", "Reasons", "Needed unless it was agreed", each=several, optional=True))
    return fields


def _asked_before_deciding(say: Say) -> list[str]:
    """The facts of the move that some rule wants given before the decision."""
    found = []
    for rule in say.pack.rules:
        if isinstance(rule, Must) and "decide" in rule.before and rule.verb == "answer":
            found += [w for w in rule.words if is_slot(say, w) and w not in ("presenter", "decision")]
    return found


def words_of(forum: Forum | None, word: str) -> str:
    """The outcomes that must carry this word."""
    return ", ".join(o.key.replace("_", " ") for o in (forum.outcomes if forum else ()) if word in o.needs)
