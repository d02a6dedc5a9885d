"""Clients that ask for one page again and again, each waiting for its answer: one thread, eight sockets, no parsing.

Written so that the asking costs little of the machine that answers: wrk is rarely there.
"""

from __future__ import annotations

import heapq
import random
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

PIECE = 262_144


@dataclass(slots=True)
class Answers:
    """What came back: how many, in how many seconds, each after how long, and how many were not 200."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: int = 0
    size: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def within(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


class _Client:
    __slots__ = ("begun", "got", "port", "socket", "wanted")

    def __init__(self, port: int) -> None:
        self.port = port
        self.begun = 0.0
        self.open()

    def open(self) -> None:
        """A new connection."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.got, self.wanted = b"", -1

    def ask(self, request: bytes) -> None:
        self.begun, self.got, self.wanted = time.perf_counter(), b"", -1
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Takes what has come; True if the answer is whole."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.got += piece
        if self.wanted < 0:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.wanted = end + 4 + _length(self.got[:end].lower())
        return len(self.got) >= self.wanted


@dataclass(frozen=True, slots=True)
class AtWork:
    """One person at a screen: their session, and the addresses they open, by the name under which each is counted."""

    cookie: str
    addresses: tuple[tuple[str, str], ...]


def at_work(
    port: int, people: Sequence[AtWork], seconds: float, pause: float, chance: random.Random
) -> dict[str, Answers]:
    """All these people at once: each opens a page, reads it for a while (`pause` seconds in the middle, as often less
    as more), and opens the next. Returns the answers by the name of the page."""
    found: dict[str, Answers] = {}
    due: list[tuple[float, int]] = []
    waiting: dict[int, str] = {}
    with selectors.DefaultSelector() as selector:
        clients = [_Client(port) for _ in people]
        try:
            begin = time.perf_counter()
            for number, client in enumerate(clients):
                selector.register(client.socket, selectors.EVENT_READ, number)
                heapq.heappush(due, (begin + chance.uniform(0, pause), number))
            while time.perf_counter() - begin < seconds:
                now = time.perf_counter()
                while due and due[0][0] <= now:
                    number = heapq.heappop(due)[1]
                    name, path = chance.choice(people[number].addresses)
                    waiting[number] = name
                    clients[number].ask(_request(port, path, people[number].cookie))
                for key, _events in selector.select(max(0.0, min(due[0][0] - now, 0.5)) if due else 0.5):
                    number = key.data
                    if number not in waiting:
                        _opened_anew(selector, clients[number], number)
                    elif clients[number].answered():
                        _count(found.setdefault(waiting.pop(number), Answers()), clients[number])
                        heapq.heappush(due, (time.perf_counter() + chance.expovariate(1 / pause), number))
            for answers in found.values():
                answers.seconds = time.perf_counter() - begin
        finally:
            for client in clients:
                client.socket.close()
    return found


def _opened_anew(selector: selectors.BaseSelector, client: _Client, number: int) -> None:
    """A connection on which nobody asks for half a minute is closed by the server; a browser then opens another."""
    selector.unregister(client.socket)
    client.socket.close()
    client.open()
    selector.register(client.socket, selectors.EVENT_READ, number)


def asked_once(port: int, people: Sequence[AtWork]) -> None:
    """Asks for each page once, one after the other, by the first person who opens it; nothing is counted."""
    first = {name: (path, one.cookie) for one in reversed(people) for name, path in one.addresses}
    for path, cookie in first.values():
        client = _Client(port)
        try:
            client.socket.setblocking(True)
            client.ask(_request(port, path, cookie))
            while not client.answered():
                pass
        finally:
            client.socket.close()


def _count(answers: Answers, client: _Client) -> None:
    answers.times.append(time.perf_counter() - client.begun)
    answers.wrong += b" 200 " not in client.got[:16]
    answers.size = max(answers.size, len(client.got))


def _request(port: int, path: str, cookie: str, encoding: str = "gzip") -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Accept-Encoding: {encoding}"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError("an answer without content-length")


def ask_for(port: int, path: str, seconds: float, clients: int = 8, cookie: str = "") -> Answers:
    """So many clients ask for this page for so long, after half a second to warm up."""
    request = _request(port, path, cookie, "identity")
    _ask(port, request, min(0.5, seconds), clients)
    return _ask(port, request, seconds, clients)


def _ask(port: int, request: bytes, seconds: float, clients: int) -> Answers:
    answers = Answers()
    with selectors.DefaultSelector() as selector:
        asking = [_Client(port) for _ in range(clients)]
        try:
            for one in asking:
                selector.register(one.socket, selectors.EVENT_READ, one)
                one.ask(request)
            begin = time.perf_counter()
            while time.perf_counter() - begin < seconds:
                for key, _events in selector.select(1.0):
                    client: _Client = key.data
                    if client.answered():
                        answers.times.append(time.perf_counter() - client.begun)
                        answers.wrong += b" 200 " not in client.got[:16]
                        answers.size = len(client.got)
                        client.ask(request)
            answers.seconds = time.perf_counter() - begin
        finally:
            for one in asking:
                one.socket.close()
    return answers
