"""Request -> Answer: what the bot answers, before any surface shows it. Knows no Slack."""

from bot.answer.answering import answer
from bot.answer.model import Answer

__all__ = ["Answer", "answer"]
