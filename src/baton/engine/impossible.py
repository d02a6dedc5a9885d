"""What cannot be true: the only ground on which a record is refused."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.engine.situation import Act, InTheWay
from baton.journal.vocabulary import nature_of
from baton.policy.model import Word
from baton.working_time import BEGINNING, Moment, local_day, parse_when

BEFORE_BIRTH = frozenset({"expected_birth", "cp_plan"})  # an unborn child may have a plan
HAPPENED_ALREADY = frozenset({
    "held", "given", "answer", "written", "send", "sent", "tell", "told", "invite", "invited", "done", "died", "born",
    "read",
})  # fmt: skip
DAYS = frozenset({"transfer_date"})  # what every matter may carry, and no pack declares
WORKERS = ("person", "receiving_worker", "successor")  # whoever takes a child over
GIVES_A_CHILD = frozenset({"done", "open", "opened"})  # of the records; of the acts any may


def impossible(ctx: Ctx, act: Act, child: str, now: Moment) -> list[InTheWay]:
    """Returns what makes the act or record impossible for this child; [] if nothing does."""
    found: list[InTheWay] = []

    def no(says: str, instead: str = "") -> None:
        found.append(InTheWay(child, "", (), "impossible", says=says, instead=instead))

    word = ctx.pack.words.get(act.word)
    if word is not None and word.one_for_group is False and len(act.children) > 1 and not act.each.get(child):
        found.append(InTheWay(child, act.word, word.clause, "refuse", says="each child needs its own",
                              instead="record it child by child"))  # fmt: skip
    if word is not None and word.each_person and act.verb in ("answer", "given") and not act.to:
        found.append(InTheWay(child, act.word, word.clause, "refuse", ("to",), ("to",),
                              says="each person answers for themselves", instead="say whose answer it is"))  # fmt: skip
    found += [*_no_such_values(ctx, act, child), *_no_such_person(ctx, act, child)]
    happened = act.happened
    if act.verb in HAPPENED_ALREADY and happened is not None and happened.lo > now:
        no(
            f"{act.word or 'this'} cannot have happened in the future",
            f"book {act.word}" if act.verb == "held" else "give the day on which it happened, today or before",
        )
    born = ctx.facts.born
    before_birth = (
        born is not None and happened is not None and happened.lo > BEGINNING and happened.hi < born.happened.lo
    )
    if born is not None and before_birth and act.verb not in ("born", "booked") and act.word not in BEFORE_BIRTH:
        no(f"the child was born on {local_day(born.happened.lo).isoformat()}; the date given is before that")
    if act.verb == "held" and act.word == "birth":
        no("record the birth date instead", "born")
    if act.verb == "reopen" and act.corrects is None and ctx.holding is not None:
        no("the case is open: only one that was closed is opened again")
    if act.verb == "ended" and act.word:
        open_ = [s for s in ctx.facts.spells.get(act.word, ()) if s.end is None]
        if open_ and happened is not None and happened.hi < open_[-1].start.lo:
            no(f"{act.word} began after that date")
    if act.corrects is not None and act.corrects not in {e.number for e in ctx.file.entries}:
        no("there is no such entry to correct")
    if act.corrects is not None and act.corrects in {e.replaces for e in ctx.file.entries}:
        no("this line was corrected already", "correct the version that stands")
    return found


def _no_such_values(ctx: Ctx, act: Act, child: str) -> list[InTheWay]:
    """Values that the closed list of an answer, a slot or a part does not have."""
    found = []
    word = ctx.pack.words.get(act.word)
    for name, value in {**act.values, **act.each.get(child, {})}.items():
        allowed = _closed(ctx.pack.words.get(name))
        if word is not None and name in word.parts:
            allowed = word.parts[name]
        if (allowed == ("date",) or name in DAYS) and not _is_day(value):
            found.append(InTheWay(child, "", word.clause if word is not None else (), "impossible", (name,),
                                  says=f"{name} is not a date", instead="give a day, such as 4 Sept 2026"))  # fmt: skip
        if len(allowed) < 2 or (name == "decision" and act.verb in ("decide", "settle")):
            continue  # free, nothing is said, or the forum and the ladder say it
        given = value if isinstance(value, list | tuple) else (value,)
        if any(v not in (None, "", "not known") and str(v) not in allowed for v in given):
            said = ctx.pack.words.get(name) or word
            found.append(InTheWay(child, "", said.clause if said is not None else (), "impossible", (name,), allowed,
                                  says=f"{name} has no such value"))  # fmt: skip
    return found


def _no_such_person(ctx: Ctx, act: Act, child: str) -> list[InTheWay]:
    """Whoever is to take the child over, where nobody here is of that name: no child is given to a name alone. A worker
    whom only an extract names is somebody: provisional."""
    org = ctx.people.organisation
    if not (org.posts or org.offices) or (nature_of(act.verb) == "record" and act.verb not in GIVES_A_CHILD):
        return []
    values = {**act.values, **act.each.get(child, {})}
    named = [key for key in WORKERS if values.get(key) not in (None, "", "not known")]
    unknown = [key for key in named if not ctx.people.knows(values[key])]
    return [InTheWay(child, "", (), "impossible", (key,), (key,), says="there is no such person here",
                     instead="name somebody who is on the staff list") for key in unknown]  # fmt: skip


def _is_day(value: object) -> bool:
    """Whether this is a date or a moment, or nothing that is said yet."""
    if value in (None, "", "not known"):
        return True
    try:
        parse_when(str(value))
    except ValueError:
        return False
    return True


def _closed(word: Word | None) -> tuple[str, ...]:
    if word is None:
        return ()
    return word.parts.get("value", ()) if word.kind == "slot" else word.answers
