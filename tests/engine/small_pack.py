"""A small procedure in model values, for the engine's own tests: two services, a panel, four duties, one route.

Made up. `north` sends to `south` when an assessment ends; the panel decides; the move is on the agreed date.
"""

from __future__ import annotations

from datetime import date, timedelta

from baton.journal import Entry, File, Office, Organisation, Post, Subject, Team
from baton.policy import model as m
from baton.working_time import Amount, Calendar, at, moment_of, parse_when

MONDAYS_2026 = frozenset({date(2026, 4, 3), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)})
CALENDAR = Calendar(MONDAYS_2026, frozenset(), date(2020, 1, 1), date(2028, 12, 31))

SENDER = m.OfficeOf("team_manager", "sending team")
WORKER = m.OfficeOf("sending_worker")
PANEL = m.OfficeOf("panel")


def head(key: str, for_: str, when: m.Condition | None = None, fall: m.Fall | None = None) -> m.Head:
    return m.Head(key, (f"TST-{key}",), for_, when if when is not None else m.Always(), fall)


def gate(key: str, verb: str, word: str, who: m.Who, before: str, **more: object) -> tuple[m.Must, m.Stop]:
    must = m.Must(head(key, "move_between"), who, verb, (word,), before=(before,), strength="refuse", **more)  # type: ignore[arg-type]
    until = m.RuleIs(key, ("met", "excused"))
    return must, m.Stop(head(f"{key}.before", "move_between"), (before,), until=until, from_rule=key)


AGREED = m.WordIs("decision", ("agreed",))
TRANSFER_DATE = m.SlotAt("transfer_date")

RULES: tuple[m.Rule, ...] = (
    m.Goes(
        head("north_to_south", "child", m.HasSpell("assessment", True, (("conclusion", ("in_need",)),))),
        "north", m.Destination("place", "south"), "move_between", m.SpellEdge("end", "assessment"),
    ),
    *gate("send_summary", "send", "summary", WORKER, "list", to=(m.Recipient(m.OfficeOf("clerk")),)),
    *gate("record_check", "answer", "record_current", SENDER, "move",
          counts_if=m.WordIs("record_current", ("yes",))),
    m.Stop(head("panel_decides", "move_between"), ("move",), until=AGREED),
    *gate("agreed_has_date", "answer", "transfer_date", PANEL, "decide"),
    m.May(head("panel_outcome", "move_between"), PANEL, ("decide",)),
    m.Then(head("moves", "move_between", AGREED), m.EdgeOfDay("start", TRANSFER_DATE),
           (m.Effect("move", m.OfficeOf("receiving_worker")),)),
    m.Must(head("handover", "move_between"), m.EachOf((WORKER, m.OfficeOf("receiving_worker"))), "hold",
           ("family_handover",), counts_if=m.All((
               m.Attended("sending_worker", "", m.EventRef("family_handover")),
               m.Attended("receiving_worker", "", m.EventRef("family_handover")))),
           by=m.EitherSide(Amount.parse("5 working days"), TRANSFER_DATE)),
    m.Must(head("told_before", "move_between"), WORKER, "tell", to=(m.Recipient(None, "family"),),
           by=m.Shifted(Amount.parse("1 days"), -1, TRANSFER_DATE)),
    m.Must(head("never", "child"), m.OfficeOf("team_manager", "holding team"), "keep", ("allocated_worker",),
           strength="refuse"),
)  # fmt: skip

WORDS = {
    w.key: w
    for w in (
        m.Word("assessment", "spell", "Assessment", silence="no", parts={"conclusion": ("in_need",)}),
        m.Word("summary", "document", "Summary"),
        m.Word("record_current", "answer", "Record current", answers=("yes", "no"), asked_of=SENDER),
        m.Word("decision", "slot", "Decision"),
        m.Word("transfer_date", "slot", "Transfer date"),
        m.Word("family_handover", "event", "Handover meeting"),
        m.Word("allocated_worker", "slot", "Named worker"),
        m.Word("family", "people", "Family", includes=("child",)),
        m.Word("child", "people", "The child"),
    )
}

PACK = m.Pack(
    "test", "A small procedure", "TST", m.Edition("1", date(2020, 1, 1)), "", Amount.parse("1 working days"), {}, {},
    WORDS,
    {
        "north": m.Place("north", "North", "service", landing_holder="team_manager", statutory=True),
        "south": m.Place("south", "South", "service", landing_holder="team_manager", statutory=True),
    },
    {
        "team_manager": m.OfficeWord("team_manager", "Team manager", above="head"),
        "head": m.OfficeWord("head", "Head", of="authority"),
        "clerk": m.OfficeWord("clerk", "Clerk", of="authority"),
        "social_worker": m.OfficeWord("social_worker", "Social worker", practitioner=True),
    },
    {
        "panel": m.Forum(
            "panel", "Panel", "authority", m.Cadence("weekly", 2, 10, 0), administrator="clerk",
            seats=(m.OfficeOf("team_manager", "north"), m.OfficeOf("team_manager", "south")),
            cut_off=m.TimeOn(12, 0, m.Shifted(Amount.parse("1 working days"), -1, m.SlotAt("sitting"))),
        )
    },
    {
        "change": m.Matter("change", "Change"), "transfer": m.Matter("transfer", "Transfer", "change"),
        "move_between": m.Matter("move_between", "Move between services", "transfer"),
    },
    {}, {}, RULES, (),
)  # fmt: skip

PACKS = m.Packs((PACK,))

ORGANISATION = Organisation(
    {"north": Team("north", "north"), "south": Team("south", "south")},
    (Post("ann", "social_worker", "north"), Post("ben", "social_worker", "south")),
    (Office("team_manager", "north", "nora"), Office("team_manager", "south", "sid"), Office("head", "", "hal"),
     Office("clerk", "", "cy")),
)  # fmt: skip


class Story:
    """Builds a child's File line by line, numbering the entries."""

    def __init__(self, child: str = "amy") -> None:
        self.child = child
        self.organisation = ORGANISATION
        self.entries: list[Entry] = []
        self.add("observed", "allocated_worker", "2026-06-01", worker="ann", team="north")

    def add(self, verb: str, word: str = "", when: str = "2026-06-01", recorded: str = "", **values: object) -> Entry:
        happened = parse_when(when)
        recorded_at = moment_of(recorded) if recorded else max(happened.lo, moment_of("2026-06-01 09:00"))
        body = {"with": values} if values else {}
        entry = Entry(Subject("child", self.child), len(self.entries) + 1, "a", verb, word, happened, recorded_at,
                      source="import" if verb == "observed" else "person", body=body)  # fmt: skip
        self.entries.append(entry)
        return entry

    @property
    def file(self) -> File:
        return File(Subject("child", self.child), tuple(self.entries), CALENDAR, self.organisation)

    def take(self, entries: tuple[Entry, ...]) -> None:
        self.entries.extend(entries)


def moment(text: str) -> int:
    return moment_of(text)


def day_after(text: str) -> date:
    return date.fromisoformat(text) + timedelta(days=1)


__all__ = ["CALENDAR", "ORGANISATION", "PACKS", "Story", "at", "moment"]
