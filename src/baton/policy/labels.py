"""What a pack calls its words, offices and places, and how amounts, numbers and lists read inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from baton.policy import model as m
from baton.working_time import Amount

NTH = ("first", "second", "third", "fourth", "fifth", "sixth")
SLOTS = {
    "transfer_date": "the transfer date",
    "decision": "the decision",
    "point": "the transfer point",
    "due": "the day on which the move falls due",
    "opened": "the opening of this matter",
    "raised": "the raising of it",
    "moved": "the move of responsibility",
    "sitting": "the sitting",
    "cut_off": "the cut-off",
    "birth": "the birth",
    "now": "now",
    "closing": "the closing of the case",
    "last_activity": "the last time that anybody recorded anything about the child",
    "case_opened": "the opening of the case here",
    "cause": "the recording of the cause",
    "expected_birth": "the expected date of birth",
    "edition": "the start of this edition",
    "it": "that event",
}
ACTS = {
    "accept": "acceptance",
    "allocate": "the allocation",
    "propose": "the proposal",
    "request": "the request",
    "agree": "the agreement",
    "list": "the listing",
}


def say_amount(amount: Amount) -> str:
    """An amount as a pack writes it: calendar days are named so."""
    text = str(amount)
    if amount.days or text == "0 days":
        text = text.replace(f"{amount.days} day", f"{amount.days} calendar day")
    return text


def clock(minutes: int) -> str:
    """Minutes of the day as a time: 540 is "09:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def small(text: str) -> str:
    """A label inside a sentence: a first capital goes, unless it begins a name, a title ("Team Manager") or letters."""
    first, *others = text.split() or [""]
    named = any(letter.isupper() for letter in first[1:])  # such as "LiquidLogic"
    if named or any(word[:1].isupper() for word in others) or not (text[1:2].islower() or text[1:2] == " "):
        return text
    return text[:1].lower() + text[1:]


def listing(items: Iterable[str], word: str = "and") -> str:
    """a, b and c."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {word} {found[-1]}"


def label(key: str, pack: m.Pack) -> str:
    """What the pack calls a word, office, place, forum or matter, for the middle of a sentence."""
    for names in (pack.words, pack.offices, pack.places, pack.forums, pack.matters):
        found = names.get(key)
        if found is not None:
            return small(found.says)
    return key.replace("_", " ")


def place_name(place: str, pack: m.Pack) -> str:
    """A place phrase or the name of a place."""
    if place in pack.places:
        return pack.places[place].says
    if place.split(" ")[0] == "each" or not place:
        return place
    return f"the {place}"


def parts_of(parts: tuple[tuple[str, tuple[str, ...]], ...], pack: m.Pack) -> str:
    """Parts and their values, in brackets with a space before them; "" if there are none. A place goes by its name."""

    def value(one: str) -> str:
        return pack.places[one].says if one in pack.places else one.replace("_", " ")

    said = [f"{key.replace('_', ' ')}: {listing((value(v) for v in values), 'or')}" for key, values in parts]
    return f" ({'; '.join(said)})" if said else ""


def office_name(office: str, place: str, pack: m.Pack) -> str:
    """An office and the place it is of, with its article."""
    says = label(office, pack)
    article = "" if says.startswith(("the ", "whoever ", "what ", "who ")) else "the "
    return f"{article}{says} of {place_name(place, pack)}" if place else f"{article}{says}"


def ordinal(number: int) -> str:
    """1st, 2nd, 12th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{('th', 'st', 'nd', 'rd')[number % 10] if number % 10 < 4 else 'th'}"
