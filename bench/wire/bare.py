"""The baseline: Bolt's AsyncApp as its documentation has it, which acknowledges a command and posts one message.

python -m bench.wire.bare PORT; SLACK_API_URL, SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are those of `pennyworth run`.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient


def main() -> None:
    """Serves until it is killed."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

    @app.command("/cost")
    async def cost(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["channel_id"], text=f"You asked: {body['text']}")

    app.start(port=int(sys.argv[1]), host="127.0.0.1")


if __name__ == "__main__":
    main()
