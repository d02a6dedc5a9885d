"""The procedure drawn: services and routes, each kind of move with its steps and gates, each ladder."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.policy import model as m
from baton.policy.drawing import ladder_of, services_of, steps_of
from baton.workspace.page import show


@allow(permissions.may_see_procedure)
def drawings(request: HttpRequest) -> HttpResponse:
    """Who hands over to whom; and links to the other pictures."""
    pack = desk_of(request).pack
    title = "Who hands over to whom"
    return show(request, "procedure/drawing.html", title, at="procedure", svg=services_of(pack), others=_others(pack))


@allow(permissions.may_see_procedure)
def drawing(request: HttpRequest, matter: str) -> HttpResponse:
    """One kind of move with its steps and gates, or one ladder."""
    pack = desk_of(request).pack
    if matter not in {key for key, _says in _others(pack)}:
        raise Http404
    found = pack.matters[matter]
    svg = ladder_of(pack, matter) if found.rungs else steps_of(pack, matter)
    title = f"{found.says}: {'who settles it' if found.rungs else 'steps and gates'}"
    return show(request, "procedure/drawing.html", title, at="procedure", svg=svg, others=_others(pack))


def _others(pack: m.Pack) -> list[tuple[str, str]]:
    """The matters that can be drawn, with what they are called: those a route opens, then those with a ladder."""
    keys = dict.fromkeys(rule.as_ for rule in pack.rules if isinstance(rule, m.Goes))
    keys |= dict.fromkeys(matter.key for matter in pack.matters.values() if matter.rungs)
    return [(key, pack.matters[key].says) for key in keys]
