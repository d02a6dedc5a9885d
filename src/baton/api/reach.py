"""Which subjects besides children a post has business with: workers, teams, offices, sittings, the authority."""

from __future__ import annotations

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.journal import Subject

ORGANISATION = ("worker", "team", "office", "authority")


def may_act_about(desk: Desk, subject: Subject) -> bool:
    """Whether this post may record or act about it. Whoever keeps the set-up may about the organisation; a manager
    about their teams and workers; everybody about themselves; who sees a forum about its sittings."""
    post, organisation = desk.post, desk.around.organisation
    if permissions.may_set_up(post):
        return subject.kind in ORGANISATION and (subject.kind != "authority" or subject.id == desk.authority)
    if not permissions.may_record(post):
        return False
    if subject.kind == "sitting":
        return permissions.may_see_forum(post) and subject.id.partition("@")[0] in desk.pack.forums
    if subject.kind == "authority":
        return permissions.may_see_team(post) and subject.id == desk.authority
    if subject.kind == "team":
        return subject.id in organisation.teams and may_see_team(desk, subject.id)
    return subject.kind == "worker" and may_see_worker(desk, subject.id)


def may_see_team(desk: Desk, team: str) -> bool:
    """A manager sees their own teams; those who answer for the authority see all."""
    post = desk.post
    return permissions.may_see_team(post) and (post.all_ or post.kind == "authority" or team in post.teams)


def may_see_worker(desk: Desk, person: str) -> bool:
    """A manager sees the workers of their teams; everybody sees themselves."""
    organisation = desk.around.organisation
    if person == desk.post.person:
        return True
    if person not in organisation.names and all(p.person != person for p in organisation.posts):
        return False
    teams = {p.team for p in organisation.posts if p.person == person and p.end > desk.now}
    return any(may_see_team(desk, team) for team in teams) or (permissions.may_see_team(desk.post) and desk.post.all_)
