"""The Jinja2 environment of the pages: one folder of templates a place, the design system's macros, shared words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from baton.workspace import words

HERE = Path(__file__).parent


def environment(**options: Any) -> Environment:
    """For TEMPLATES in the settings. Missing variables are silent (the macros need that), so pages are tested."""
    places = {p.parent.name: FileSystemLoader(p) for p in sorted(HERE.glob("*/templates"))}
    options["loader"] = ChoiceLoader(
        [FileSystemLoader(HERE / "templates"), PrefixLoader(places), PackageLoader("govuk_frontend_jinja")]
    )
    options["undefined"] = ChainableUndefined
    options.setdefault("autoescape", True)
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)
    made.globals.update(static=static, words=words, clause_links=clause_links, tag_mark=tag_mark)
    made.filters.update(
        day=words.day,
        day_in_full=words.day_in_full,
        moment=words.moment,
        children=words.children,
        joined=lambda parts: words.joined(list(parts)),
        capital=words.initial_capital,
    )
    return made


def clause_links(clauses: Iterable[str] | None) -> Markup:
    """Clauses as links to where each is explained."""
    return _links(tuple(clauses or ()))


@lru_cache(maxsize=4096)
def _links(clauses: tuple[str, ...]) -> Markup:
    link = Markup('<a class="govuk-link baton-clause" href="/procedure/{0}">{0}</a>')
    return Markup(", ").join(link.format(clause) for clause in clauses)


@lru_cache(maxsize=4096)
def tag_mark(tag: words.Tag | None) -> Markup:
    """A tag in its colour; plain text where it has none."""
    if not tag:
        return Markup("")
    if not tag.colour or tag.colour == "none":
        return Markup('<span class="baton-{}">{}</span>').format("secondary" if tag.colour else "plain", tag.text)
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(tag.colour, tag.text)
