"""A sender in a process of its own, to be killed. python -m tests.sending.sender SOCKET AUTHORITY PORT BOOKS"""

from __future__ import annotations

import sys
from pathlib import Path


def main(socket: str, authority: str, port: int, books: Path) -> None:
    from tests.django_settings import configure

    configure()
    from django.db import connections
    from tests.workspace.world import NOW

    from baton.sending.book import Book
    from baton.sending.carriers import Carriers
    from baton.sending.carriers.smtp import Server, Smtp
    from baton.sending.leaving import send

    given = {"USER": "baton_app", "PASSWORD": "app", "HOST": socket, "NAME": "baton"}
    connections["default"].settings_dict.update(given)  # type: ignore[typeddict-item]
    server = Server("127.0.0.1", port, "none", "", "", "baton@made-up.example", "Baton")
    send(authority, NOW, Carriers([Smtp(server)]), Book(authority, books))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
