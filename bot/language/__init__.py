"""Reads what people write: text and the thread before it to a request."""

from bot.language.read import read

__all__ = ["read"]
