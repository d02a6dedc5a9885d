"""What a person typed, as an act for the store; or what is wrong with it, field by field. Judges no rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from baton.engine.situation import Act
from baton.working_time import Moment, Window, at, at_time, day_window, local_day
from baton.workspace.acting.field import PLANS, UNSAID, Field

_TIME = re.compile(r"^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Answers:
    """The answers read so far: values for all, values for each child, when, to whom, who was there."""

    values: dict[str, Any] = field(default_factory=dict)
    each: dict[str, dict[str, Any]] = field(default_factory=dict)
    happened: Window | None = None
    happened_each: dict[str, Window] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    reason: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)


def read_answers(
    post: Mapping[str, Any],
    fields: Iterable[Field],
    children: tuple[str, ...],
    verb: str,
    names: Mapping[str, str] | None = None,
) -> Answers:
    """Reads a posted form. `post` is a QueryDict: lists by getlist where it has one. With `names`, what is wrong with
    one child's own answer says whose it is."""
    found = Answers(each={child: {} for child in children})
    for one in fields:
        if one.each and children:
            for child in children:
                so_far = len(found.errors)
                _take(found, post, one, f"{one.name}-{child}", child, verb)
                for error in found.errors[so_far:]:
                    error["text"] = _of_child(error["text"], (names or {}).get(child, ""))
        else:
            _take(found, post, one, one.name, "", verb)
    if len(children) == 1:  # one of a family: their own answers are the act's
        own = found.each.pop(children[0], {})
        found.reason = str(own.pop("reason", "") or found.reason)
        found.values |= own
        found.happened_each.clear()
    found.each = {child: values for child, values in found.each.items() if values}
    return found


def with_same_answers(post: QueryDict, fields: Iterable[Field], children: tuple[str, ...]) -> QueryDict:
    """The form with each date or answer that was left empty filled from the first child's, where "the same for the
    others" is ticked; what was typed stands."""
    filled = post.copy()
    for one in fields:
        if not one.each or post.get(f"{one.name}-same") != "yes":
            continue
        parts = ("-day", "-month", "-year", "-time") if one.kind in ("when", "date") else ("",)
        given = [c for c in children if any(post.get(f"{one.name}-{c}{part}", "").strip() for part in parts)]
        for child in children if given else ():
            if child not in given:
                for part in parts:
                    filled.setlist(f"{one.name}-{child}{part}", post.getlist(f"{one.name}-{given[0]}{part}"))
    return filled


def _of_child(text: str, name: str) -> str:
    """ "Choose an answer for Ada: is the record fit to move?"."""
    what, colon, rest = text.partition(":")
    return f"{what} for {name}{colon}{rest}" if name else text


def _take(found: Answers, post: Mapping[str, Any], one: Field, name: str, child: str, verb: str) -> None:
    if one.kind == "when":
        _take_when(found, post, one, name, child)
    elif one.kind == "date":
        _take_date(found, post, one, name, child)
    elif one.kind == "checkboxes":
        _take_list(found, post, one, name)
    else:
        value = str(post.get(name, "")).strip()
        if not value and not one.optional:
            found.errors.append({"field": _first(one, name), "text": _ask(one)})
        if value and one.kind in ("radios", "select") and value not in {key for key, _ in one.options}:
            found.errors.append({"field": _first(one, name), "text": _ask(one)})
        elif value and value != UNSAID:
            _put(found, one, child, value)


def _ask(one: Field) -> str:
    verb = "Choose an answer" if one.kind in ("radios", "select") else "Write an answer"
    return f"{verb}: {one.label[:1].lower() + one.label[1:]}"


def _first(one: Field, name: str) -> str:
    return f"{name}-1" if one.kind in ("radios", "checkboxes") else name


def _put(found: Answers, one: Field, child: str, value: Any) -> None:
    if one.name == "reason" and not child:
        found.reason = str(value)
    elif one.name == "named":
        found.to = (" ".join(str(value).split()),)
    elif one.name == "told_by":
        found.values["told_by"] = value
    elif child:
        found.each[child][one.name] = value
    else:
        found.values[one.name] = value


def _take_when(found: Answers, post: Mapping[str, Any], one: Field, name: str, child: str) -> None:
    day = _day(found, post, one, name, optional=False)
    if day is None:
        return
    text = str(post.get(f"{name}-time", "")).strip()
    window = day_window(day)
    if text:
        clock = parse_time(text)
        if clock is None:
            found.errors.append(
                {"field": f"{name}-time", "text": "Write a time such as 10am or 2:30pm, or leave it out"}
            )
            return
        window = at(at_time(day, *clock))
    if child:
        found.happened_each[child] = window
    found.happened = found.happened or window


def _take_date(found: Answers, post: Mapping[str, Any], one: Field, name: str, child: str) -> None:
    day = _day(found, post, one, name, one.optional)
    if day is None:
        return
    if one.name == "since":
        found.happened = day_window(day)
    else:
        _put(found, one, child, day.isoformat())


def _day(found: Answers, post: Mapping[str, Any], one: Field, name: str, optional: bool) -> date | None:
    parts = [str(post.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")]
    if not any(parts):
        if not optional:
            found.errors.append(
                {"field": f"{name}-day", "text": f"Give a date: {one.label[:1].lower() + one.label[1:]}"}
            )
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, OverflowError):
        said = " ".join(parts)
        found.errors.append({"field": f"{name}-day", "text": f"“{said}” is not a date. Write it as 27 8 2026"})
        return None


def parse_time(text: str) -> tuple[int, int] | None:
    """ "10am", "2:30pm", "14:30"; None where it is no time of day."""
    if text.lower() == "midday":
        return 12, 0
    match = _TIME.match(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _take_list(found: Answers, post: Mapping[str, Any], one: Field, name: str) -> None:
    ticked = list(post.getlist(name)) if hasattr(post, "getlist") else list(post.get(name, ()))
    allowed = {key for key, _ in one.options}
    ticked = [t for t in ticked if t in allowed]
    if one.name == "attended":
        found.attended = tuple(ticked)
    elif one.name == "about":
        found.about = tuple(ticked)
    elif one.name == "contents":
        found.values |= {key: "yes" if key in ticked else "" for key in (k for k, _ in one.options)}
    else:
        found.to = tuple(ticked)
    if not ticked and not one.optional:
        found.errors.append(
            {"field": f"{name}-1", "text": f"Tick at least one: {one.label[:1].lower() + one.label[1:]}"}
        )


def act_of(
    found: Answers,
    verb: str,
    word: str,
    children: tuple[str, ...],
    matter: str,
    about: tuple[str, ...],
    now: Moment,
    more: Mapping[str, Any],
) -> list[Act]:
    """The act, or one act for each child where each has their own date. A document sent on an earlier day is a record
    of that day; sent today it is an act."""
    values = {k: v for k, v in found.values.items() if v not in (None,)} | dict(more.get("values", {}))
    happened = found.happened
    if verb == "send":
        if happened is not None and happened.last_day < local_day(now):
            verb = "sent"
        elif happened is not None and happened.lo <= now:
            happened = None
    elif verb in ("tell", "invite") and happened is not None and happened.last_day < local_day(now):
        verb = "told" if verb == "tell" else "invited"
    elif happened is not None and verb not in PLANS and happened.is_day and happened.first_day == local_day(now):
        happened = Window(happened.lo, max(happened.lo, min(happened.hi, now))) if verb != "answer" else None

    def one(some: tuple[str, ...], when: Window | None) -> Act:
        return Act(
            verb,
            word,
            some,
            when,
            matter,
            dict(values),
            {c: v for c, v in found.each.items() if c in some},
            found.to,
            found.about or about,
            found.attended,
            found.reason,
            str(more.get("excuses", "")),
            more.get("corrects"),
            bool(more.get("did_not_happen")),
            bool(more.get("wrong_child")),
            bool(more.get("against_rule")),
        )

    if len(set(found.happened_each.values())) > 1:
        return [one((child,), when) for child, when in found.happened_each.items()]
    return [one(children, happened)]
