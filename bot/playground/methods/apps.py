"""apps.connections.open: the door to Socket Mode."""

from __future__ import annotations

from bot.playground.methods.call import SPECIAL, Call, method
from bot.playground.records import Json
from bot.playground.refusals import Refused


@method("apps.connections.open", tier=SPECIAL, bearer="app")  # one a minute and more: reconnections are not held up
def connections_open(call: Call) -> Json:
    """Where to connect a websocket, once."""
    if not call.workspace.app.socket_mode:
        raise Refused("socket_mode_disabled")  # the page seen lists no error of its own for this
    url = call.base_url.replace("http:", "ws:")
    return {"url": f"{url}/link/?ticket={call.workspace.tickets()}&app_id={call.workspace.app_id}"}
