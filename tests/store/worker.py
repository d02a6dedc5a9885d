"""A process of its own that does acts one after the other and says of each when it is on disk. For the fault tests.

python -m tests.store.worker SOCKET AUTHORITY NAME CHILD…
"""

from __future__ import annotations

import sys
from typing import Any


def main(socket: str, authority: str, name: str, children: list[str]) -> None:
    from tests.django_settings import configure

    configure()
    from dataclasses import replace

    from django.db import connection, connections
    from tests.engine import small_pack
    from tests.store.cast import act, done

    from baton.store import procedures

    given: dict[str, Any] = {
        "USER": "baton_app",
        "PASSWORD": "app",
        "HOST": socket,
        "NAME": "baton",
        "CONN_MAX_AGE": None,
    }
    connections["default"].settings_dict.update(given)
    pack = replace(small_pack.PACK, build="small-1")
    procedures.use("small", procedures.Procedure(small_pack.m.Packs((pack,)), small_pack.CALENDAR))
    n = 0
    while True:
        for child in children:
            n += 1
            number = f"{name}-{n}"
            done(
                act(
                    authority,
                    "2026-08-06 10:00",
                    "ann",
                    "given",
                    f"{name}{n}",
                    child,
                    values={"note": n},
                    number=number,
                )
            )
            print(number, child, flush=True)
            connection.close_if_unusable_or_obsolete()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
