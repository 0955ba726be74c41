"""A wire to PostgreSQL that tests can cut: a socket between the bot and the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url

NAME = ".s.PGSQL.5432"
COMMIT = b"COMMIT\0"
Rule = Callable[[bytes], bool]


def never(sent: bytes) -> bool:
    """The rule of a whole wire."""
    return False


def commits(sent: bytes) -> bool:
    """Whether the server is told to commit."""
    return COMMIT in sent


@dataclass
class Wire:
    """Passes bytes on. `cut` and `swallow` are asked about what the bot sends; what they say yes to happens once.

    `cut` drops the connection before the server gets it, `swallow` after the server did it and before the bot knows.
    While `frozen` is set nothing is passed on.
    """

    url: str
    server: str
    cut: Rule = never
    swallow: Rule = never
    frozen: bool = False
    cuts: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Passes one connection's bytes on, both ways, until either end closes."""
        there, to_server = await asyncio.open_unix_connection(self.server)
        self._open |= {writer, to_server}
        lost = asyncio.Event()
        both = [
            asyncio.create_task(self._to_server(reader, to_server, lost)),
            asyncio.create_task(self._to_bot(there, writer, lost)),
        ]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        for end in (writer, to_server):
            end.close()
            self._open.discard(end)

    async def _to_server(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if self.cut(data):
                self.cut, self.cuts = never, self.cuts + 1
                return
            if self.swallow(data):
                self.swallow, self.cuts = never, self.cuts + 1
                lost.set()
            if not self.frozen:
                writer.write(data)

    async def _to_bot(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if lost.is_set():
                return
            writer.write(data)

    def drop_all(self) -> None:
        """Cuts every connection there is."""
        for end in list(self._open):
            end.close()


@asynccontextmanager
async def wire(url: str, folder: Path) -> AsyncIterator[Wire]:
    """A wire to the server of a database's address; its own address has the same database."""
    direct = make_url(url)
    there = URL.create("postgresql", direct.username, database=direct.database, query={"host": str(folder)})
    made = Wire(there.render_as_string(hide_password=False), f"{direct.query['host']}/{NAME}")
    server = await asyncio.start_unix_server(made.serve, str(folder / NAME))
    try:
        yield made
    finally:
        server.close()
        made.drop_all()
