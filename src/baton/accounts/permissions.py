"""What a post may reach, as small named predicates; everything not named here is refused.

Permission says what an account may reach; the pack says who may do this act for this child now. Both must agree, and
the second is judged by the store under the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from baton.accounts.posts import Post
from baton.store.models import Child
from baton.store.models.matter import AT_WORK

Predicate = Callable[[Post], bool]


# --- Places ----------------------------------------------------------------------------------------------------------


def anyone_with_a_post(post: Post) -> bool:
    return True


def may_see_children(post: Post) -> bool:
    """The lists and records of children: every post of the procedure, and the auditor."""
    return post.kind != "duty" or post.duty == "audit"


def may_record(post: Post) -> bool:
    """To write down what happened, or to act: a post of the procedure, never a duty of the program."""
    return post.kind != "duty"


def may_see_team(post: Post) -> bool:
    return post.kind in ("manager", "service manager", "authority")


def may_allocate(post: Post) -> bool:
    return post.kind in ("manager", "service manager", "authority")


def may_close(post: Post, child: Child) -> bool:
    """To close: whoever holds the child, and a manager of the team or service that does; the procedure may bar more."""
    if not child.holder_kind or post.kind == "duty":
        return False
    held = {child.holder_team, child.holder_service} & (post.teams | post.services | {post.place})
    return post.person == child.holder_person or (may_allocate(post) and (post.all_ or bool(held - {""})))


def may_restrict(post: Post) -> bool:
    """To say who may see a record: whoever allocates, for a child whose record they may open."""
    return may_allocate(post)


def may_see_forum(post: Post) -> bool:
    return post.kind != "duty"


def may_run_forum(post: Post) -> bool:
    """To send the agenda, to record a sitting: the forum's administrator, and those who may sit."""
    return post.runs or post.kind in ("administrator", "service manager", "authority")


def may_see_disputes(post: Post) -> bool:
    return post.kind in ("manager", "service manager", "authority")


def may_see_reports(post: Post) -> bool:
    return post.kind in ("manager", "service manager", "authority", "administrator") or post.duty in (
        "audit",
        "procedure",
    )


def may_see_procedure(post: Post) -> bool:
    return post.duty != "set up"


def may_try_procedure(post: Post) -> bool:
    """To compare, prove and replay versions of the procedure: its owner, and those who answer for the authority."""
    return post.kind == "authority" or post.duty == "procedure"


def may_propose_procedure(post: Post) -> bool:
    """To propose that an edition or a build be put into force: the procedure's owner."""
    return post.duty == "procedure"


def may_approve_procedure(post: Post) -> bool:
    """To approve it, or not, and to take back: the office that the pack names, or whom the authority named."""
    return post.approves or post.duty == "approval"


def may_see_in_force(post: Post) -> bool:
    """What is in force, what waits for approval, and what was taken back."""
    return may_try_procedure(post) or may_approve_procedure(post)


def may_import(post: Post) -> bool:
    return post.kind in ("service manager", "authority") or post.duty == "set up"


def may_set_up(post: Post) -> bool:
    return post.duty == "set up"


def may_see_reads(post: Post) -> bool:
    """Who looked at whose record: of the whole authority, so for whoever reaches all of it."""
    return post.all_ and (post.kind == "authority" or post.duty == "audit")


def may_export(post: Post) -> bool:
    """Returns and inspection lists: whoever answers for a service or for the authority, and the auditor."""
    return post.kind in ("service manager", "authority") or post.duty == "audit"


def may_give_record(post: Post) -> bool:
    """To decide what of a child's record is given to the person whom it is about, and to make it."""
    return post.kind in ("manager", "service manager", "authority")


def may_look_back(post: Post) -> bool:
    """The page as at another date."""
    return post.kind in ("manager", "service manager", "authority") or post.duty == "audit"


# --- Children --------------------------------------------------------------------------------------------------------


def children_of(post: Post) -> Q:
    """The children whose records this post may open, as a filter over `Child`.

    Those held in its teams or by the person; those with an open matter from or to its teams, or to its service while no
    team is named; those about whom the person has work or is asked.
    """
    if not may_see_children(post):
        return Q(pk__in=[])
    if post.all_:
        return Q()
    ways = list(_ways(post))
    return Q(child__in=RawSQL(" UNION ".join(sql for sql, _ in ways), [one for _, values in ways for one in values]))


def reach_of(post: Post) -> QuerySet[Child]:
    """The children whose records this post may open, as rows."""
    return Child.objects.filter(children_of(post), authority=post.authority)


def _ways(post: Post) -> Iterator[tuple[str, list[Any]]]:
    """Each way in which a child comes to this post, as one walk of an index: written out and united, for in one
    condition with ORs the planner looks at every child that the authority ever knew."""
    held = "SELECT child FROM child WHERE authority = %s AND holder_kind <> '' AND "
    teams, services = sorted(post.teams), sorted(post.services)
    yield held + "holder_team = ANY(%s)", [post.authority, teams]
    yield held + "holder_person = %s", [post.authority, post.person]
    ends = "from_team = ANY(%s) OR to_team = ANY(%s) OR receiving_worker = %s"
    ends += " OR to_service = ANY(%s) AND to_team = ANY(%s)"
    values: list[Any] = [post.authority, teams, teams, post.person, services, ["", *services]]
    if post.kind == "service manager":
        yield held + "holder_service = ANY(%s)", [post.authority, services]
        ends += " OR from_service = ANY(%s) OR to_service = ANY(%s)"
        values += [services, services]
    # A record set aside for another of the same child is read by whoever holds that one.
    yield (
        "SELECT s.child FROM child s JOIN child k ON k.authority = s.authority AND k.child = s.same_as"
        " WHERE s.authority = %s AND s.same_as <> '' AND k.holder_kind <> '' AND (k.holder_team = ANY(%s)"
        " OR k.holder_person = %s)",
        [post.authority, teams, post.person],
    )
    states = ", ".join(f"'{state}'" for state in AT_WORK)
    yield f"SELECT child FROM matter WHERE authority = %s AND state IN ({states}) AND ({ends})", values
    for table in ("work_item_person", "question_person"):
        yield (
            f"SELECT subject_id FROM {table} WHERE authority = %s AND kind = 'child' AND person = %s",
            [post.authority, post.person],
        )


def may_see_matter(post: Post, children: list[str]) -> bool:
    """A transfer or dispute is seen by whoever may open the record of one of its children."""
    return Child.objects.filter(children_of(post), authority=post.authority, child__in=children).exists()


def reached(post: Post, children: list[str]) -> list[str]:
    """Those of these children whose records this post may open."""
    found = Child.objects.filter(children_of(post), authority=post.authority, child__in=children)
    return list(found.values_list("child", flat=True))
