"""The bot in Slack: one module a surface, each with `register`. What it answers is decided in `bot.desk`."""
