"""A small stand-in for GOV.UK Notify's HTTP interface: it takes, refuses and tells as the real one is documented to."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from baton.sending.carriers.notify import Notify, Service

SERVICE, SECRET = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
KEY = f"made_up-{SERVICE}-{SECRET}"


class Stand:
    """The stand-in: `taken` by id; `answers` for the next posts; `breaks` takes one and cuts the line."""

    def __init__(self) -> None:
        self.taken: dict[str, dict[str, Any]] = {}
        self.answers: list[tuple[int, str]] = []
        self.breaks = False
        stand = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not self._knows():
                    return
                if stand.answers:
                    status, said = stand.answers.pop(0)
                    self._say(status, {"errors": [{"error": "BadRequestError", "message": said}]})
                    return
                ident = f"n{len(stand.taken) + 1}"
                stand.taken[ident] = {**body, "id": ident, "kind": self.path.rsplit("/", 1)[1], "status": "sending"}
                if stand.breaks:
                    stand.breaks = False
                    self.connection.close()
                    return
                self._say(201, {"id": ident, "reference": body["reference"]})

            def do_GET(self) -> None:
                if not self._knows():
                    return
                path, ident = urlsplit(self.path), urlsplit(self.path).path.rsplit("/", 1)[1]
                if ident in stand.taken:
                    self._say(200, stand.taken[ident])
                    return
                wanted = parse_qs(path.query).get("reference", [""])[0]
                found = [one for one in stand.taken.values() if one["reference"] == wanted]
                self._say(200, {"notifications": found, "links": {}})

            def _knows(self) -> bool:
                try:
                    given = self.headers["Authorization"].removeprefix("Bearer ")
                    jwt.decode(given, SECRET, ["HS256"], options={"verify_iat": False})
                except jwt.PyJWTError:
                    self._say(403, {"errors": [{"error": "AuthError", "message": "Invalid token: API key not found"}]})
                    return False
                return True

            def _say(self, status: int, what: Any) -> None:
                body = json.dumps({"status_code": status, **what}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def carrier(self, **more: Any) -> Notify:
        given = {"key": KEY, "template": "t1", "template_with_letter": "t2", "url": self.url, "posts": True}
        return Notify(Service(**(given | more)))

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
