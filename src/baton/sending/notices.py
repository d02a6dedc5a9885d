"""Notices to staff: what the clock has told them, on their page and, where they have an address, by e-mail.

What the procedure says must be told cannot be turned off. Numbers and a link are all that a digest holds.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from baton.sending import outbox
from baton.sending.carriers import Carriers
from baton.sending.models import Message, Wishes
from baton.sending.occasions import called, occasions
from baton.sending.outbox import key_of
from baton.sending.staff import email_of, is_staff
from baton.store.lists import work_of_person
from baton.store.models import Child
from baton.store.planned import told_by_clock
from baton.store.surroundings import Surroundings
from baton.store.tenancy import as_program
from baton.working_time import END, CalendarEnded, Moment, local_day, midnight, say_moment, wall_time

BACK = 7 * 24 * 3600  # how far back notices are written, should the sender have stood still
TEXT = "{about}: you are told of something by rule {rule}, {at}.\nRead it in Baton: {href}\n"
MOST = 20  # children named in a digest; the rest is counted


def write_notices(around: Surroundings, now: Moment, carriers: Carriers) -> int:
    """Writes what the clock has told since, one a person; returns how many are new."""
    authority, by_mail = around.authority, carriers.for_("email") is not None
    with as_program(authority):
        told = told_by_clock(authority, now - BACK)
        children = {c.child: c for c in Child.objects.filter(authority=authority, child__in={t.child for t in told})}
        keys = {(t, who): key_of("notice", authority, *t.key, t.child, who) for t in told for who in t.to}
        known = set(Message.objects.filter(authority=authority, key__in=keys.values()).values_list("key", flat=True))
        written = 0
        for (one, who), key in keys.items():
            if key in known or one.child not in children or not is_staff(around, who, now):
                continue
            to, about = email_of(around, who), called(children[one.child])
            message = Message(
                authority=authority, key=key, kind="notice", person=who, children=[one.child], matter="", to=to,
                word=", ".join(one.clause), way="email" if by_mail and to else "page", subject=f"Notice: {about}",
                content={
                    "text": TEXT.format(
                        about=about, rule=", ".join(one.clause), at=say_moment(one.at),
                        href=_link(f"/children/{one.child}"),
                    ),
                    "at": one.at,
                    "rule": one.key[0] if one.key else "",
                },
            )  # fmt: skip
            if message.way == "email":
                outbox.queue(message, now, "")
            else:
                message.state, message.written_at, message.left_at, message.recorded = "left", now, now, True
                Message.objects.bulk_create([message], ignore_conflicts=True)
            written += 1
    return written


def write_digests(around: Surroundings, now: Moment, carriers: Carriers) -> int:
    """Writes the digest of each person who wants one today and whose time has come, on working days only."""
    if carriers.for_("email") is None or not _works(around, now):
        return 0
    wall, day = wall_time(now), local_day(now).isoformat()
    minute, written = wall.hour * 60 + wall.minute, 0
    with as_program(around.authority):
        due = Wishes.objects.filter(authority=around.authority, digest=True, digest_at__lte=minute)
        for wish in due.filter(~Q(digest_day=day)).order_by("person"):
            to = email_of(around, wish.person)
            if to and is_staff(around, wish.person, now):
                outbox.queue(
                    Message(
                        authority=around.authority, key=key_of("digest", around.authority, wish.person, day),
                        kind="digest", person=wish.person, way="email", to=to, subject="Baton: your day",
                        content={"text": digest_of(around, wish.person, now)},
                    ),
                    now,
                    "",
                )  # fmt: skip
                written += 1
            Wishes.objects.filter(authority=around.authority, person=wish.person).update(digest_day=day)
    return written


def digest_of(around: Surroundings, person: str, now: Moment) -> str:
    """Numbers, initials, references and a link: what is late, what is due within a week, and what is on today."""
    work = work_of_person(around.authority, person, limit=500)
    late = [w for w in work if w.state == "late"]
    soon = [w for w in work if w.state != "late" and w.act_by_at < min(END, now + 7 * 24 * 3600)]
    tonight = midnight(local_day(now) + timedelta(days=1))
    today = [o for o in occasions(around, now, person).values() if o.starts < tonight]
    lines = [f"Late: {len(late)}", f"Due within a week: {len(soon)}", f"Today's meetings and visits: {len(today)}"]
    children = list(dict.fromkeys(w.subject_id for w in (*late, *soon) if w.kind == "child"))
    rows = {c.child: c for c in Child.objects.filter(authority=around.authority, child__in=children)}
    for child in [c for c in children if c in rows][:MOST]:
        lines.append(f"  {called(rows[child])}: {sum(w.subject_id == child for w in (*late, *soon))}")
    if len(children) > MOST:
        lines.append(f"  and {len(children) - MOST} more")
    return "\n".join(
        [*lines, "", f"Your day in Baton: {_link('/my-day')}", f"To change or stop this: {_link('/settings')}", ""]
    )


def _works(around: Surroundings, now: Moment) -> bool:
    try:
        return around.calendar is not None and around.calendar.is_working(local_day(now))
    except CalendarEnded:
        return local_day(now).weekday() < 5


def _link(path: str) -> str:
    return str(getattr(settings, "BATON_ADDRESS", "")).rstrip("/") + path
