"""The Jinja2 environment of the pages: one folder of templates a place, the design system's macros, shared words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

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
    made.globals.update(static=static, words=words)
    made.filters.update(
        day=words.day,
        day_in_full=words.day_in_full,
        moment=words.moment,
        children=words.children,
        joined=lambda parts: words.joined(list(parts)),
        capital=words.initial_capital,
    )
    return made
