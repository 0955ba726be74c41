"""A wire between a client and a server on this machine that can go dead: nothing passes, and nobody is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Passes on what comes until it is dead."""

    to: int
    port: int = 0
    dead: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Another client came."""
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        self._ends += [writer, back]
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            if not self.dead:
                target.write(data)
        if not self.dead:
            target.close()

    def cut(self) -> None:
        """Ends it."""
        for task in self._tasks:
            task.cancel()
        for end in self._ends:
            end.close()


@asynccontextmanager
async def wire(to: int) -> AsyncIterator[Wire]:
    """A wire to a port; its own port is where clients go."""
    made = Wire(to)
    async with await asyncio.start_server(made.connected, "127.0.0.1", 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        try:
            yield made
        finally:
            made.cut()
