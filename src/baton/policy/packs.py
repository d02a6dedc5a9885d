"""A pack from its files' texts: the one door to reading. Opens no file; gives a pack or all problems at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from baton.policy import model as m
from baton.policy.definitions import place_kind, read_office, read_place, read_word, teams_of, with_owner
from baton.policy.exceptions import fold
from baton.policy.expand import lines_of, opened_by_rules, stops_of, taken_rules
from baton.policy.forums import read_forum
from baton.policy.inherit import inherit, keys_of
from baton.policy.matters import read_matter, read_terms
from baton.policy.model.packs import NOT_STATED
from baton.policy.moments import office_hours, real_day
from baton.policy.names import CheckList, Names
from baton.policy.nodes import Fields, Node, clauses_of, first_clause, said
from baton.policy.problems import Misread, Problem, Problems, nearest
from baton.policy.reading import Reading
from baton.policy.rules import Exception_, read_rule
from baton.policy.shapes import CHOICES, EDITION, GUIDANCE, PACK, verb_of
from baton.policy.source import Source, gather
from baton.working_time import Amount

# The slots that an office may be without being defined: the engine fills them.
SLOT_OFFICES = ("holder", "sending_worker", "receiving_worker", "former_worker", "presenter", "candidate")
_NOTHING = Node("block", m.Where("", 0), block={})


class PackResult(NamedTuple):
    """A pack, or what is wrong with it. A pack that can be read may still have errors: `check` lists those too."""

    pack: m.Pack | None
    errors: tuple[Problem, ...]


def read_pack(
    files: Mapping[str, str],
    base: Mapping[str, str] | None = None,
    build: str = "",
    settings: Mapping[str, Node] | None = None,
    further: Sequence[Mapping[str, str]] = (),
) -> PackResult:
    """Reads a pack from its files' texts, standing on the files of the pack it is based on, and those on `further` ones
    in turn, the nearest first.

    `settings` are a trial's or a local file's values, over those of the pack. `build` goes into the pack as it is.
    """
    problems = Problems()
    source = gather(files, problems)
    based = source.head.get("based_on") if source.head is not None else None
    based_on = based.text if based is not None else ""
    stands_on = [gather(texts, problems) for texts in ((base, *further) if base else ())]
    if source.unreadable or any(below.unreadable for below in stands_on):
        return PackResult(None, problems.sorted())
    below: Source | None = None
    for above in reversed(stands_on):
        below = above if below is None else inherit(below, above, problems)
    if below is not None:
        source = inherit(below, source, problems)
    head = source.head or Node("block", m.Where(min(files, default=""), 1), block={})
    overrides = {**_settings(head, problems), **(settings or {})}
    names = _names(source, overrides, problems)
    r = Reading(names, problems, overrides)
    names.office_hours = _office_hours(head.get("office_hours"), r)
    r.place_nodes, r.matter_nodes = source.blocks["places"], source.blocks["matters"]
    pack = _read(source, head, r, build, based_on)
    r.forgotten(_settings(head, Problems()))
    return PackResult(None if len(problems) else pack, problems.sorted())


def _office_hours(node: Node | None, r: Reading) -> tuple[int, int] | None:
    """The hours in which "office hours" run, as minutes of the day."""
    if node is None:
        return None
    with r.at("office_hours"):
        return r.value(node, lambda n: office_hours(n.text), None)


def _settings(head: Node, problems: Problems) -> dict[str, Node]:
    node = head.get("settings")
    if node is not None and node.block is None:
        problems.add(node.where, f'"settings" needs the names of settings, each with its value; found {said(node)}.')
    return {key: _local(value)[0] for key, value in node.pairs()} if node is not None else {}


def _local(value: Node) -> tuple[Node, str]:
    """A setting's value in the head, and who decided it: {is: VALUE, source: TEXT}, or the value alone."""
    own, source = value.get("is"), value.get("source")
    if own is not None and source is not None and len(value.block or ()) == 2:
        return own, source.text
    return value, ""


def _names(source: Source, overrides: Mapping[str, Node], problems: Problems) -> Names:
    blocks = source.blocks
    names = Names()
    for key, node in blocks["words"].items():
        with problems.under(first_clause(node)):
            names.words[key] = read_word(key, node, problems)
    for key, node in blocks["places"].items():
        names.places[key] = place_kind(node)
        for team in teams_of(node, overrides):
            if team in names.places:
                problems.add(node.where, f'The team "{team}" has the name of another place.')
            names.places[team] = "team"
    names.offices = {**dict.fromkeys(SLOT_OFFICES, True), **{k: _is_slot(n) for k, n in blocks["offices"].items()}}
    names.forums = frozenset(blocks["forums"])
    for key in blocks["forums"]:
        if key in blocks["offices"]:
            problems.add(blocks["forums"][key].where, f'"{key}" is an office and a forum: one name, one thing.')
    names.matters = {k: n.block["is"].text if n.block and "is" in n.block else "" for k, n in blocks["matters"].items()}
    names.terms = blocks["terms"]
    _rule_names(source, names, problems)
    _no_circle(names, blocks["matters"], problems)
    return names


def _is_slot(node: Node) -> bool:
    slot = node.get("slot")
    return slot is not None and slot.text == "true"


def _rule_names(source: Source, names: Names, problems: Problems) -> None:
    first: dict[str, Node] = {}
    for raw in source.rules:
        for key in keys_of(raw):
            if not key:
                continue
            if key in first:
                there = f"{first[key].where.file}:{first[key].where.line}"
                with problems.under(first_clause(raw.node)):
                    problems.add(raw.node.where, f'The key "{key}" stands for two rules; the first is in {there}.')
            first[key] = raw.node
            names.rules[key] = verb_of(raw.node.block or {}) or "must"
        if raw.node.get("lines") is not None:
            name, *lines = keys_of(raw)
            names.lists[name] = CheckList(clauses_of(raw.node, "clause", problems), tuple(filter(None, lines)))
    for key, node in source.blocks["matters"].items():
        if node.get("opened_by") is not None:
            names.rules[f"{key}.opened_by"] = "may"


def _no_circle(names: Names, nodes: Mapping[str, Node], problems: Problems) -> None:
    for key in list(names.matters):
        above = names.ancestors(key)
        if names.matters.get(above[-1]) in above:
            problems.add(nodes[key].where, f'The matter "{key}" is a kind of itself: {" → ".join((*above, above[0]))}.')
            names.matters[key] = ""


def _read(source: Source, head: Node, r: Reading, build: str, based_on: str) -> m.Pack:
    blocks, names = source.blocks, r.names
    names.words = {key: with_owner(word, blocks["words"][key], r) for key, word in names.words.items()}
    terms = read_terms(r)
    places = {p.key: p for key, node in blocks["places"].items() for p in read_place(key, node, r)}
    offices = {key: read_office(key, node, r) for key, node in blocks["offices"].items()}
    forums = {key: read_forum(key, node, r) for key, node in blocks["forums"].items()}
    matters = {key: read_matter(key, node, r) for key, node in blocks["matters"].items()}
    rules = _rules(source, matters, r)
    fields = Fields(head, r.problems, '"pack"')
    if source.head is not None:
        fields.only(PACK)
        fields.choice("calendar", CHOICES["calendar"])
    late = fields.get("late_learnt")
    with r.at("late_learnt"):
        late_learnt = r.amount(late) if late is not None else Amount()
    young = fields.get("writes_to_young_people_from")
    with r.at("writes_to_young_people_from"):
        young_from = r.amount(young) if young is not None else None
    return m.Pack(
        authority=fields.key("authority"),
        title=fields.text("title"),
        prefix=fields.text("prefix"),
        edition=_edition(fields.get("edition"), r),
        build=build,
        late_learnt=late_learnt,
        young_from=young_from,
        opens=_opens(fields.get("opens"), r),
        books={key: node.text for key, node in (fields.get("books") or Node("block", head.where)).pairs()},
        words=names.words,
        places=places,
        offices=offices,
        forums=forums,
        matters=matters,
        terms=dict(terms),
        settings=dict(r.settings),
        local_settings={key: _local(value)[1] for key, value in (fields.get("settings") or _NOTHING).pairs()},
        rules=tuple(rules),
        guidance=(*_guidance(source.guidance, r), *_dropped(fields.get("drop"), r)),
        based_on=based_on,
        sections={file: title for file, title in source.sections.items() if title},
        moment_clauses={
            key: clauses_of(blocks["terms"][key], "clause", r.problems)
            for key, term in terms.items()
            if not isinstance(term, m.Named)
        },
    )


def _rules(source: Source, matters: Mapping[str, m.Matter], r: Reading) -> list[m.Rule]:
    rules: list[m.Rule] = []
    exceptions: list[Exception_] = []
    for raw in source.rules:
        for line, checklist in lines_of(raw, r):
            found = read_rule(line.node, line.for_, r)
            if isinstance(found, m.Must) and checklist:
                found = replace(found, checklist=checklist)
            if isinstance(found, Exception_):
                exceptions.append(found)
            elif found is not None:
                rules.append(found)
    rules += opened_by_rules(matters.values())
    for key, node in source.blocks["matters"].items():
        rules += taken_rules(key, node, rules, r)
    rules = fold(rules, exceptions, r)
    return rules + [stop for rule in rules for stop in stops_of(rule)]


def _edition(node: Node | None, r: Reading) -> m.Edition:
    fields = Fields(node or Node("block", m.Where("", 0), block={}), r.problems, '"edition"')
    if node is not None:
        fields.only(EDITION)
    over = fields.get("changeover")
    with r.at("changeover"):
        changes = r.condition(over) if over is not None else None
    approver = fields.key("approved_by")
    if node is not None and approver and approver not in r.names.offices:
        near = nearest(approver, r.names.offices)
        r.problems.add(node.where, f'"approved_by" names "{approver}", which is no office of this pack.{near}')
    return m.Edition(
        name=fields.text("name"),
        in_force_from=_day(fields, "in_force_from", r) or NOT_STATED,
        review_by=_day(fields, "review_by", r),
        clause=fields.clauses(),
        changeover=changes,
        approved_by=approver,
    )


def _day(fields: Fields, key: str, r: Reading) -> date | None:
    node = fields.get(key)
    text = fields.text(key)
    if node is None or text in ("", "not stated"):
        return None
    with r.at(key):
        return r.value(node, lambda n: real_day(n.text), NOT_STATED)


def _opens(node: Node | None, r: Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, place in node.pairs() if node is not None else ():
        with r.at("opens"), r.caught(place):
            r.names.word(word, "event", "spell")
            if r.names.places.get(r.names.place(place.text)) not in ("service", "team", "outside"):
                raise Misread(f'names "{place.text}", which is neither a service, a team nor an outside agency.')
            found[word] = place.text
    return found


def _guidance(nodes: list[Node], r: Reading) -> list[m.Guidance]:
    found = []
    for node in nodes:
        with r.problems.under(first_clause(node)):
            fields = Fields(node, r.problems, 'A line of "guidance"')
            fields.only(GUIDANCE)
            found.append(m.Guidance(fields.clauses(), fields.text("because"), node.where))
    return found


def _dropped(node: Node | None, r: Reading) -> list[m.Guidance]:
    found = []
    for item in node.items if node is not None else ():
        because = item.get("because")
        found.append(m.Guidance(clauses_of(item, "clause", r.problems), because.text if because else "", item.where))
    return found
