"""The Web API by families; importing this package fills `METHODS`."""

from __future__ import annotations

from bot.playground.methods import apps, assistant, chat, conversations, files, people, views
from bot.playground.methods.call import METHODS, Call, Method

__all__ = ["METHODS", "Call", "Method", "apps", "assistant", "chat", "conversations", "files", "people", "views"]
