"""What rules of several verbs share: the head, an excuse, effects, and the way not known falls."""

from __future__ import annotations

from baton.policy import acts
from baton.policy import model as m
from baton.policy.joining import both
from baton.policy.moments import moment_text, real_day
from baton.policy.names import SUBJECTS
from baton.policy.nodes import Fields, Node, said
from baton.policy.problems import Misread
from baton.policy.reading import Reading
from baton.policy.shapes import CHOICES, EXCUSE, IN_FORCE
from baton.working_time import Amount


def head(fields: Fields, default_for: str, r: Reading) -> m.Head:
    """The head of a rule: key, clause, subject, condition (`in_force` joined to it), which way not known falls."""
    when = _when(fields, r)
    return m.Head(
        key=fields.key("key"),
        clause=fields.clauses(),
        for_=_subject(fields, default_for, r),
        when=when,
        not_known=_not_known(fields, r),
        note=fields.text("note"),
        doubt=fields.text("doubt"),
        reading=fields.text("reading"),
        where=fields.node.where,
    )


def _subject(fields: Fields, default_for: str, r: Reading) -> str:
    node = fields.get("for")
    if node is None:
        if not default_for:
            r.problems.add(fields.node.where, 'A rule needs "for": what it is about, such as child or transfer. '
                                              'Or say it once in "section".')  # fmt: skip
        return default_for or "child"
    with r.at("for"):
        return r.value(node, lambda n: acts.subject(n.text, r.names, SUBJECTS), "child")


def _when(fields: Fields, r: Reading) -> m.Condition:
    node, dated = fields.get("when"), fields.get("in_force")
    with r.at("when"):
        own = r.condition(node) if node is not None else None
    found = own if own is not None else m.Always()
    for condition in _in_force(dated, r) if dated is not None else ():
        found = both(found, condition)
    return both(found, m.Always())


def _in_force(node: Node, r: Reading) -> tuple[m.Condition, ...]:
    fields = Fields(node, r.problems, '"in_force"')
    fields.only(IN_FORCE)
    measured = r.plain_moment("measured_on", fields.get("measured_on")) or m.SlotAt("now")
    found: list[m.Condition] = []
    for key, op in (("from", "on or after"), ("to", "on or before")):
        text = fields.text(key)
        day = fields.get(key)
        if text and day is not None:
            with r.at(key), r.caught(day):
                found.append(m.Compare(measured, op, m.Fixed(real_day(text))))  # type: ignore[arg-type]
    if not found:
        r.problems.add(node.where, '"in_force" needs "from", "to" or both.')
        return (m.Always(),)
    return tuple(found)


def _not_known(fields: Fields, r: Reading) -> m.Fall | tuple[m.Fall, m.MomentOf] | None:
    node = fields.get("not_known")
    if node is None:
        return None
    with r.at("not_known"):
        return r.value(node, lambda n: _fall(n, r), None)


def _fall(node: Node, r: Reading) -> m.Fall | tuple[m.Fall, m.MomentOf]:
    falls: dict[str, m.Fall] = {"ask": "ask", "as yes": "yes", "as no": "no"}
    if node.kind == "text" and node.text in falls:
        return falls[node.text]
    for opening in ("as yes", "as no"):
        if node.kind == "text" and node.text.startswith(f"{opening} from "):
            return falls[opening], moment_text(node.text.removeprefix(f"{opening} from "), r.names)
    raise Misread(f'is "ask", "as yes", "as no", or "as no from MOMENT"; found {said(node)}.')


def excuse(node: Node, r: Reading) -> m.Excuse | None:
    """Who may set a rule aside, and what must be recorded."""
    fields = Fields(node, r.problems, '"excuse"')
    fields.only(EXCUSE)
    record, any_ = fields.get("record"), False
    if record is not None and record.block is not None and set(record.block) == {"any"}:
        record, any_ = record.block["any"], True
    with r.at("who"):
        who = r.who(node.block["who"]) if node.block and "who" in node.block else m.OfficeOf("")
    return m.Excuse(
        who=who,
        record=r.keys(record) if record is not None else ("reason",),
        as_=fields.choice("as", CHOICES["excuse as"]),  # type: ignore[arg-type]
        to=fields.text("to"),
        still_breach=bool(fields.flag("still_breach")),
        clause=fields.clauses(),
        each=fields.text("each"),
        record_any=any_,
        lasts=lasting(fields, r),
        times=how_often(fields, r),
    )


def lasting(fields: Fields, r: Reading) -> Amount | None:
    """How long what was allowed lasts; None for good."""
    node = fields.get("lasts")
    if node is None:
        return None
    with r.at("lasts"):
        return r.amount(node)


def how_often(fields: Fields, r: Reading) -> int:
    """How many times it may be allowed; 0 for as often as need be."""
    node = fields.get("times")
    if node is None:
        return 0
    with r.at("times"):
        return r.value(node, _whole, 0)


def _whole(node: Node) -> int:
    if node.kind != "number" or not node.text.isdigit() or node.text == "0":
        raise Misread(f"needs a whole number, 1 or more; found {said(node)}.")
    return int(node.text)


def effects(node: Node, r: Reading) -> tuple[m.Effect, ...]:
    """The effects of a `then` or of a limit that ran out: one, or a list."""
    found = []
    for item in node.items if node.kind == "list" else (node,):
        with r.caught(item):
            if item.kind != "text":
                raise Misread(f"needs effects in words, such as move to receiving_worker; found {said(item)}.")
            found.append(acts.effect(item.text, r.names))
    return tuple(found)
