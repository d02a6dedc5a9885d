"""Words, places and offices of a pack, from nodes to the values of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from baton.policy import model as m
from baton.policy.nodes import Fields, Node, first_clause, said
from baton.policy.problems import Problems, nearest
from baton.policy.reading import Reading
from baton.policy.shapes import CHOICES, OFFICE, PLACE, TEAM, WORD

FREE_ANSWERS: Final = ("text", "date", "place", "number", "person")
_SILENCE: Final = {"event": "not known", "document": "no", "task": "no", "slot": "no", "people": "not known"}


def in_words(key: str) -> str:
    """A key as a person would write it."""
    return key.replace("_", " ").capitalize()


def read_word(key: str, node: Node, problems: Problems) -> m.Word:
    """A word without its owner, which can only be read once the offices are known."""
    fields = Fields(node, problems, f'The word "{key}"')
    fields.only(WORD)
    kind = fields.choice("kind", CHOICES["word kind"], "slot")
    answers = fields.texts("answers")
    silence = fields.choice("silence", CHOICES["silence"], _SILENCE.get(kind, ""))
    word = m.Word(
        key=key,
        kind=kind,  # type: ignore[arg-type]
        says=fields.text("says") or in_words(key),
        about=fields.text("about", "child"),
        parts=_parts(fields.get("parts"), problems),
        silence="no" if silence == "no" else "not known",
        question=fields.text("question"),
        answers=answers,
        contents=fields.texts("contents"),
        template=fields.text("template"),
        by_email=bool(fields.flag("by_email")),
        includes=fields.texts("includes"),
        one_for_group=fields.flag("one_for_group"),
        each_person=bool(fields.flag("each_person")),
        heavy=bool(fields.flag("heavy")),
        runs_on=bool(fields.flag("runs_on")),
        also=fields.texts("also"),
        clause=fields.clauses(),
        where=node.where,
    )
    _check_word(word, silence, node, problems)
    return word


def _parts(node: Node | None, problems: Problems) -> Mapping[str, tuple[str, ...]]:
    if node is None:
        return {}
    if node.block is None:
        problems.add(node.where, f'"parts" needs keys, each with its values; found {said(node)}.')
    return {key: tuple(v.text for v in (n.items if n.kind == "list" else (n,))) for key, n in node.pairs()}


def _check_word(word: m.Word, silence: str, node: Node, problems: Problems) -> None:
    say = f'The {word.kind} "{word.key}"'
    if not silence:
        say_how = '"no" if none recorded means no, "not known" if it must be asked.'
        problems.add(node.where, f'{say} needs "silence": {say_how}')
    if word.heavy and word.kind != "spell":
        problems.add(node.where, f'{say} is "heavy": only a spell adds to a worker\'s load.')
    if word.runs_on and word.kind != "spell":
        problems.add(node.where, f'{say} has "runs_on": only a spell can run on from another.')
    if word.kind == "answer":
        if not word.question:
            problems.add(node.where, f'{say} needs "question": what a person is asked.')
        if not word.answers:
            problems.add(node.where, f'{say} needs "answers": a list of them, or text, date, place, number or person.')
        if len(word.answers) == 1 and word.answers[0] not in FREE_ANSWERS:
            more = "list them all, or say text, date, place, number or person."
            problems.add(node.where, f'{say} has one answer only, "{word.answers[0]}": {more}')
        if silence == "not known" and node.get("asked_of") is None:
            problems.add(node.where, f'{say} must be asked when not known: it needs "asked_of".')
    elif word.answers or word.question:
        problems.add(node.where, f"{say} has a question: only an answer has.")


def with_owner(word: m.Word, node: Node, r: Reading) -> m.Word:
    """The word with the owner of its question."""
    asked_of = node.get("asked_of")
    if asked_of is None:
        return word
    with r.problems.under(first_clause(node)), r.at("asked_of"):
        return replace(word, asked_of=r.who(asked_of))


def teams_of(node: Node, overrides: Mapping[str, Node]) -> dict[str, str]:
    """The teams of a service: key and what it is called; a list of keys, or keys with names."""
    teams = node.get("teams")
    if teams is not None and teams.block is not None and "setting" in teams.block:
        name = teams.block["setting"].text
        teams = overrides.get(name) or teams.get("is")
    if teams is None:
        return {}
    if teams.block is not None:
        return {key: _says(value) or in_words(key) for key, value in teams.pairs()}
    return {item.text: in_words(item.text) for item in teams.items if item.kind == "text"}


def _says(team: Node) -> str:
    """What a team is called: its text, or the "says" of its block."""
    says = team.get("says") if team.block is not None else team
    return says.text if says is not None else ""


def place_kind(node: Node) -> str:
    """service, group or outside."""
    return "group" if node.get("group") else "outside" if node.get("outside") else "service"


def read_place(key: str, node: Node, r: Reading) -> tuple[m.Place, ...]:
    """A place, followed by its teams."""
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, f'The place "{key}"')
        fields.only(PLACE)
        if sum(node.get(kind) is not None for kind in ("service", "group", "outside")) != 1:
            kinds = "service: true, outside: true, group: [places]"
            r.problems.add(node.where, f'The place "{key}" is exactly one of {kinds}.')
        kind, teams = place_kind(node), _read_teams(node, r)
        landing = fields.key("landing_holder")
        if kind == "service" and not landing:
            who = "who holds a child until a worker is named."
            r.problems.add(node.where, f'The service "{key}" needs "landing_holder": {who}')
        if landing and landing not in r.names.offices:
            near = nearest(landing, r.names.offices)
            r.problems.add(node.where, f'"landing_holder" names "{landing}", which is no office of this pack.{near}')
        place = m.Place(
            key=key,
            says=fields.text("says") or in_words(key),
            kind=kind,  # type: ignore[arg-type]
            members=tuple(teams) if kind == "service" else _members(node, r),
            landing_holder=landing,
            statutory=_flag(node.get("statutory"), r),
            by_address=_by_address(fields, r),
            paired_with=_paired(fields, r),
            holds=_holds(node.get("holds"), r),
            also=fields.texts("also"),
            clause=fields.clauses(),
            where=node.where,
        )
        return (place, *_teams(place, teams, r))


def _read_teams(node: Node, r: Reading) -> dict[str, str]:
    teams = node.get("teams")
    if teams is not None and teams.block is not None and "setting" in teams.block:
        with r.at("teams"):
            r.keys(teams)
    return teams_of(node, r.overrides)


def _teams(place: m.Place, teams: Mapping[str, str], r: Reading) -> list[m.Place]:
    partners = list(teams_of(r.place_nodes[place.paired_with], r.overrides)) if place.paired_with else []
    if place.paired_with and len(partners) != len(teams):
        counts = f'"{place.key}" has {len(teams)} and "{place.paired_with}" {len(partners)}'
        r.problems.add(place.where, f'"paired_with" needs as many teams on both sides: {counts}.')
    found = []
    for index, (key, says) in enumerate(teams.items()):
        pair = partners[index] if index < len(partners) else ""
        holds, pairs = _own_remit(place.key, key, r)
        found.append(m.Place(key, says, "team", service=place.key, landing_holder=place.landing_holder, holds=holds,
                             statutory=place.statutory, paired_with=pair, pairs=pairs, where=place.where))  # fmt: skip
    return found


def _own_remit(service: str, team: str, r: Reading) -> tuple[m.Condition | None, tuple[str, ...]]:
    """What a team holds within its service, and the teams of another that it is paired with, where its block says."""
    teams = r.place_nodes[service].get("teams")
    node = teams.get(team) if teams is not None else None
    if node is None or node.block is None:
        return None, ()
    Fields(node, r.problems, f'The team "{team}"').only(TEAM)
    pairs = node.get("pairs")
    with r.at("pairs"):
        named = r.keys(pairs, r.names.place) if pairs is not None else ()
    return _holds(node.get("holds"), r), named


def _members(node: Node, r: Reading) -> tuple[str, ...]:
    group = node.get("group")
    if group is None:
        return ()
    with r.at("group"):
        return r.keys(group, r.names.place)


def _flag(node: Node | None, r: Reading) -> bool | None:
    if node is None:
        return None
    with r.at("statutory"):
        return r.flag(node)


def _holds(node: Node | None, r: Reading) -> m.Condition | None:
    if node is None:
        return None
    with r.at("holds"):
        return r.condition(node)


def _by_address(fields: Fields, r: Reading) -> str:
    key, node = fields.key("by_address"), fields.get("by_address")
    if key and node is not None:
        with r.at("by_address"), r.caught(node):
            r.names.word(key, "answer")
    return key


def _paired(fields: Fields, r: Reading) -> str:
    key, node = fields.key("paired_with"), fields.get("paired_with")
    if key and node is not None:
        with r.at("paired_with"), r.caught(node):
            r.names.place(key)
    return key if key in r.place_nodes else ""


def read_office(key: str, node: Node, r: Reading) -> m.OfficeWord:
    """A role in a place."""
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, f'The office "{key}"')
        if node.get("sits") is not None:
            r.problems.add(node.where, f'The office "{key}" sits, so it is a forum: write it under "forums".')
        else:
            fields.only(OFFICE)
        slot, of, above = bool(fields.flag("slot")), fields.text("of"), fields.key("above")
        allowed = ("authority", "service", "team", "outside", *r.names.places)
        if not slot and of not in allowed:
            found = f'found "{of}".{nearest(of, allowed)}' if of else "found none."
            needs = f'"of": authority, service, team, outside or a place; {found}'
            r.problems.add(node.where, f'The office "{key}" needs {needs}')
        if above and above not in r.names.offices:
            r.problems.add(node.where, f'"above" names "{above}", which is no office.{nearest(above, r.names.offices)}')
        return m.OfficeWord(
            key=key,
            says=fields.text("says") or in_words(key),
            of=of or "team",
            above=above,
            stand_in=fields.choice("stand_in", CHOICES["stand in"], "line"),  # type: ignore[arg-type]
            slot=slot,
            practitioner=bool(fields.flag("practitioner")),
            also=fields.texts("also"),
            clause=fields.clauses(),
            where=node.where,
        )
