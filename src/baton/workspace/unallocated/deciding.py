"""Whether a child may be left without a worker: what was decided, and with which answer the same people say no."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from baton.policy.model import May, Must
from baton.store.models.work import OPEN_STATES
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.words import Tag

AUTHORISE = "authorise unallocated"


def answers_no(say: Say) -> list[str]:
    """The words with which whoever may authorise may answer instead, as the pack's own `may` names them together."""
    acts = [act for r in say.pack.rules if isinstance(r, May) and AUTHORISE in r.acts for act in r.acts]
    return [word for verb, _, word in (act.partition(" ") for act in dict.fromkeys(acts)) if verb == "answer"]


def no_href(child: str, matter: str, word: str) -> str:
    """Where the no is said, with its reason."""
    query = {"matter": matter, "verb": "answer", "word": word, "next": "/unallocated"}
    return f"/do/{child}?{urlencode(query)}"


def unallocated_tag(say: Say, work: Iterable[tuple[str, str]]) -> Tag:
    """What stands of a child left without a worker, from the verb and state of each duty: authorised or not, where the
    procedure asks that somebody does; a duty to name a worker now goes before both."""
    found = set(work)
    if any(verb == "allocate" and state in OPEN_STATES for verb, state in found):
        return words.MUST_HAVE_WORKER
    asked = any(isinstance(r, Must) and r.verb == "authorise" for r in say.pack.rules)
    return words.UNALLOCATED if not asked or ("authorise", "met") in found else words.NOT_AUTHORISED
