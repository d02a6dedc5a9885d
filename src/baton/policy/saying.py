"""Conditions, moments and people of a pack in plain English, by the names that the pack gives its words."""

from __future__ import annotations

from baton.policy import model as m
from baton.policy.labels import (
    ACTS,
    NTH,
    SLOTS,
    clock,
    label,
    listing,
    office_name,
    ordinal,
    parts_of,
    place_name,
    say_amount,
)
from baton.policy.moments import MONTHS
from baton.working_time import say_day_in_full

# --- who -------------------------------------------------------------------------------------------------------------


def say_who(who: m.Who, pack: m.Pack) -> str:
    """A who: "the team manager of the sending team"."""
    if isinstance(who, m.OfficeOf):
        return office_name(who.office, who.place, pack)
    names = [say_who(item, pack) for item in who.items]
    if isinstance(who, m.AnyOf):
        return listing(names, "or")
    if isinstance(who, m.EachOf):
        return f"each of {listing(names)}"
    if isinstance(who, m.AtLeast):
        return f"at least {who.n} of {listing(names)}"
    return f"{names[0]} or, failing that, {listing(names[1:], 'or')}"


def say_recipient(recipient: m.Recipient, pack: m.Pack) -> str:
    """One recipient of a notice, with its condition."""
    name = label(recipient.people, pack) if recipient.who is None else say_who(recipient.who, pack)
    if recipient.when == m.Always():
        return name
    return f"{name} (when {say_condition(recipient.when, pack)})"


# --- moments ---------------------------------------------------------------------------------------------------------


def say_moment(moment: m.MomentOf, pack: m.Pack) -> str:
    """A moment: "5 working days after the transfer date"."""
    match moment:
        case m.Shifted(amount, sign, of, hours):
            worked = f" of office time ({clock(hours[0])} to {clock(hours[1])})" if hours is not None else ""
            return f"{say_amount(amount)}{worked} {'after' if sign == 1 else 'before'} {say_moment(of, pack)}"
        case m.TotalReached(amount, word, parts, since):
            after = f" since {say_moment(since, pack)}" if since is not None else ""
            return f'{say_amount(amount)} in total of "{label(word, pack)}"{parts_of(parts, pack)}{after}'
        case m.EitherSide(amount, of):
            return f"{say_amount(amount)} either side of {say_moment(of, pack)}"
        case m.EdgeOfDay(edge, of):
            return f"the {edge} of the day of {say_moment(of, pack)}"
        case m.TimeOn(hour, minute, of):
            return f"{hour:02}:{minute:02} on {say_moment(of, pack)}"
        case m.Earliest(items):
            return f"the earliest of {listing(say_moment(item, pack) for item in items)}"
        case m.Latest(items):
            return f"the latest of {listing(say_moment(item, pack) for item in items)}"
        case m.Guarded(when, of):
            return f"{say_moment(of, pack)} (when {say_condition(when, pack)})"
        case m.Choose(branches):
            return f"this moment: {'; '.join(_branch(when, at, pack) for when, at in branches)}"
        case _:
            return _anchor(moment, pack)


def _branch(when: m.Condition, at: m.MomentOf, pack: m.Pack) -> str:
    if when == m.Always():
        return f"otherwise {say_moment(at, pack)}"
    return f"when {say_condition(when, pack)}, {say_moment(at, pack)}"


def _anchor(moment: m.MomentOf, pack: m.Pack) -> str:
    match moment:
        case m.EventAt(event):
            return say_event(event, pack)
        case m.SpellEdge(edge, word, parts):
            return f'the {edge} of "{label(word, pack)}"{parts_of(parts, pack)}'
        case m.AnswerAt(word, given):
            if word in pack.words and pack.words[word].answers == ("date",) and not given:
                return f"the date given as {label(word, pack)}"
            return f'the time of the answer to "{_question(word, pack)}"'
        case m.DocumentAt(word, phase):
            how = {"sent": "sending", "received": "receipt"}.get(phase, "writing")
            return f"the {how} of the {label(word, pack)}"
        case m.ActAt(verb):
            return ACTS.get(verb, f'the act "{verb.replace("_", " ")}"')
        case m.SlotAt(name):
            return SLOTS.get(name, f"the {label(name, pack)}")
        case m.Birthday(years):
            return f"the {ordinal(years)} birthday"
        case m.RuleMet(key):
            return f'the moment at which the rule "{key.replace("_", " ")}" is met'
        case m.Said(text):
            return text
        case m.PointOf(route):
            return f'the point of the route "{route.replace("_", " ")}"'
        case m.NextSitting(forum, after):
            return f"the next sitting of the {label(forum, pack)} whose list is open at {say_moment(after, pack)}"
        case m.NextDate(month, day, after):
            return f"the next {day} {MONTHS[month - 1]} after {say_moment(after, pack)}"
        case m.Fixed(day):
            return say_day_in_full(day)
        case _:
            return "that moment"


def say_event(event: m.EventRef, pack: m.Pack) -> str:
    """An event, which of several, and between what."""
    which = event.which
    if which == "last" and event.nth:
        which = f"last but {('one', 'two')[event.nth - 1]}"  # type: ignore[assignment]
    if which == "nth":
        which = NTH[event.nth - 1] if event.nth <= len(NTH) else ordinal(event.nth)  # type: ignore[assignment]
    found = " ".join(word for word in ("the", which, label(event.word, pack)) if word)
    found += parts_of(event.parts, pack) + _came(event.attended, pack)
    if event.since is not None:
        found += f" since {say_moment(event.since, pack)}"
    if event.up_to is not None:
        found += f" up to {say_moment(event.up_to, pack)}"
    return found


def _came(who: m.OfficeOf | None, pack: m.Pack) -> str:
    return f" attended by {office_name(who.office, who.place, pack)}" if who is not None else ""


def _question(word: str, pack: m.Pack) -> str:
    found = pack.words.get(word)
    return found.question or found.says if found is not None else word


# --- conditions ------------------------------------------------------------------------------------------------------


def say_condition(condition: m.Condition, pack: m.Pack) -> str:
    """A condition as the rest of a sentence that begins with "when"."""
    match condition:
        case m.Always():
            return "always"
        case m.All(items):
            return listing(_inside(item, pack) for item in items)
        case m.Any_(items):
            return f"either {listing((_inside(item, pack) for item in items), 'or')}"
        case m.Not(item):
            return _not(item, pack)
        case m.At(at, item):
            return f"on {say_moment(at, pack)} {say_condition(item, pack)}"
        case m.OfPeople(quantifier, people, item):
            return f"for {quantifier} of the {label(people, pack)} {say_condition(item, pack)}"
        case m.Taken(item, as_, since):
            from_ = f" from {say_moment(since, pack)}" if since is not None else ""
            return f"{_inside(item, pack)} (not known counts as {as_}{from_})"
        case m.Named(key, clause, item):
            cite = f" ({', '.join(clause)})" if clause else ""
            name = f'"{key.replace("_", " ")}"{cite}'
            return name if item == m.Always() else f"{name}, which means that {say_condition(item, pack)}"
        case _:
            return _leaf(condition, pack)


def _inside(condition: m.Condition, pack: m.Pack) -> str:
    said = say_condition(condition, pack)
    return f"({said})" if isinstance(condition, m.All | m.Any_ | m.Named) else said


def _not(condition: m.Condition, pack: m.Pack) -> str:
    """The opposite in words: "is" becomes "is not" where the sentence has one verb."""
    match condition:
        case m.Attended():
            return _leaf(condition, pack).replace(" attended ", " did not attend ", 1)
        case m.HasSpell(_, False, _, of) if of:
            return _leaf(condition, pack).replace(" applies to ", " does not apply to ", 1)
        case m.WorksIn():
            return _leaf(condition, pack).replace(" works in ", " does not work in ", 1)
        case m.HasSpell() | m.Held() | m.Going() | m.Available() | m.DocumentIs() | m.TaskDone() | m.Known():
            head, verb, tail = _split(_leaf(condition, pack))
            return f"{head}{verb}not {tail}"
        case m.HasCome(moment):
            return f"{say_moment(moment, pack)} has not come"
        case m.WordIs(word, values, of) if not of:
            return f"{_subject(word, pack)} is not {_values(word, values, pack)}"
        case _:
            return f"it is not so that {say_condition(condition, pack)}"


def _split(said: str) -> tuple[str, str, str]:
    """A sentence at its last verb: "looked after" | is | in force."""
    verb = max((" is ", " has ", " was "), key=said.rfind)
    head, _, tail = said.rpartition(verb)
    return head, verb, tail


def _subject(word: str, pack: m.Pack) -> str:
    if word in ("route", "holder"):
        return f"the {word}"
    found = pack.words.get(word)
    if found is not None and found.kind == "answer":
        return f'the answer to "{found.question}"'
    says = label(word, pack)
    return says if says.startswith(("what ", "who")) else f"the {says}"


def _values(word: str, values: tuple[str, ...], pack: m.Pack) -> str:
    if word == "holder":
        return listing((f"a {label(value, pack)}" for value in values), "or")
    return listing((value.replace("_", " ") for value in values), "or")


def _leaf(condition: m.Condition, pack: m.Pack) -> str:
    match condition:
        case m.HasSpell(word, ever, parts, of):
            verb = "has applied at some time" if ever else "applies" if of else "is in force"
            return f'"{label(word, pack)}"{parts_of(parts, pack)} {verb}{f" to the {label(of, pack)}" if of else ""}'
        case m.WordIs("rung", values):
            return f"it stands on rung {listing(values, 'or')} of the ladder"
        case m.WordIs(word, values, of):
            about = f", asked about the {label(of, pack)}," if of else ""
            return f"{_subject(word, pack)}{about} is {_values(word, values, pack)}"
        case m.EventIs(event, phase, parts):
            verb = {"held": "has been held", "booked": "is booked", "cancelled": "is cancelled"}[phase]
            return f"{say_event(event, pack)} {verb}{parts_of(parts, pack)}"
        case m.ItHas(parts):
            return f"it is one with{parts_of(parts, pack)}"
        case m.DocumentIs(word, phase):
            return f"the {label(word, pack)} is {phase}"
        case m.TaskDone(word):
            return f'"{label(word, pack)}" is done'
        case m.Known(word):
            return f"{_subject(word, pack)} is known"
        case m.Held(place, before):
            return f"the child {'was held before' if before else 'is held'} by {place_name(place, pack)}"
        case m.NamedIs(word, office, place):
            return f"{_subject(word, pack)} is {office_name(office, place, pack)}"
        case m.Changed(word, since):
            return f"{_subject(word, pack)} has changed since {say_moment(since, pack)}"
        case m.SaysSame(word, other):
            return f"{_subject(word, pack)} says the same as {_subject(other, pack)}"
        case m.ClosedBy(place):
            return f"the case was closed by {place_name(place, pack)}"
        case m.Going(direction, place):
            return f"the child is {'going to' if direction == 'to' else 'coming from'} {place_name(place, pack)}"
        case m.HasCome(moment):
            return f"{say_moment(moment, pack)} has come"
        case m.OnDay(moment, days):
            return f"{say_moment(moment, pack)} falls on a {listing(days, 'or')}"
        case m.Compare(left, op, right):
            return f"{say_moment(left, pack)} is {op} {say_moment(right, pack)}"
        case m.Attended(who, place, event):
            what = say_event(event, pack) if event is not None else "it"
            return f"{office_name(who, place, pack)} attended {what}"
        case m.Available(office, place):
            return f"{office_name(office, place, pack)} is available"
        case m.WorksIn(office, place):
            return f"{office_name(office, '', pack)} works in {place_name(place, pack)}"
        case m.Count(op, n, word, since, up_to, parts, attended, booked):
            what = f"{label(word, pack)}{parts_of(parts, pack)}{_came(attended, pack)}"
            what += " held or booked" if booked else ""
            after = f" since {say_moment(since, pack)}" if since is not None else ""
            after += f" up to {say_moment(up_to, pack)}" if up_to is not None else ""
            return f"there are {op} {n} of {what}{after}"
        case m.RuleIs(key, states, same_person):
            person = " for the same person" if same_person else ""
            return f'the rule "{key.replace("_", " ")}" is {listing(states, "or")}{person}'
        case m.Said(text):
            return text
        case m.MatterIs(key, state):
            return f"the matter {label(key, pack)} is {state}"
        case m.Same(word):
            return f"it is the same {label(word, pack)}"
        case _:
            return "always"
