"""The peer of `work-list`: a bare Django site that reads the same rows and renders them as a table, and nothing else.

No session, no post, no row policy (it signs in above them), no record of reads, no layout. Served by the same server.
"""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from baton.bench.database import ADDRESS, AUTHORITY, PERSON

ROWS = 50

PAGE = """<!doctype html><html lang="en"><head><title>Work</title></head><body><h1>Work</h1><table>
<tr><th>What</th><th>Child</th><th>By</th><th>State</th><th>Clause</th></tr>
{% for row in rows %}<tr><td>{{ row.verb }} {{ row.words | join(", ") }}</td><td>{{ row.name }}</td>
<td>{{ row.by }}</td><td>{{ row.state }}</td><td>{{ row.clause | join(", ") }}</td></tr>
{% endfor %}</table></body></html>"""


def _set_up() -> None:
    from baton.bench.database import django_words

    address = {"ENGINE": "django.db.backends.postgresql", **django_words(os.environ[ADDRESS])}
    settings.configure(
        DATABASES={"default": address}, INSTALLED_APPS=["django.contrib.contenttypes", "baton.store"], DEBUG=False,
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="peer", USE_TZ=True, TIME_ZONE="Europe/London",
    )  # fmt: skip
    django.setup()


if not settings.configured:
    _set_up()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from jinja2 import Environment  # noqa: E402

from baton.platform import serving  # noqa: E402
from baton.store.models import Child, WorkItem, WorkItemPerson  # noqa: E402
from baton.working_time import END, local_day  # noqa: E402

_template = Environment(autoescape=True).from_string(PAGE)


def work(request: HttpRequest) -> HttpResponse:
    """The rows of one person, soonest first."""
    authority, person = os.environ[AUTHORITY], os.environ[PERSON]
    mine = WorkItemPerson.objects.filter(authority=authority, person=person).order_by("act_by_at", "subject_id", "key")
    wanted = list(mine.values_list("kind", "subject_id", "item")[:ROWS])
    found = WorkItem.objects.filter(
        authority=authority, subject_id__in={s for _k, s, _i in wanted}, key__in={i for _k, _s, i in wanted}
    )
    items = {(item.kind, item.subject_id, item.key): item for item in found}
    children = Child.objects.filter(authority=authority, child__in={s for _k, s, _i in wanted})
    names = dict(children.values_list("child", "name"))
    text = _template.render(rows=[_row(items[key], names) for key in wanted if key in items]).encode()
    return HttpResponse(text, headers={"Content-Length": str(len(text))})


def _row(item: Any, names: dict[str, str]) -> dict[str, Any]:
    by = "" if item.act_by_at >= END else local_day(item.act_by_at).strftime("%-d %B %Y")
    return {"verb": item.verb, "words": item.words, "name": names.get(item.subject_id, ""), "by": by,
            "state": item.state, "clause": item.clause}  # fmt: skip


urlpatterns = [path("work", work)]
application = get_wsgi_application()
serving.ready_to_serve()
