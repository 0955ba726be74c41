"""Pennyworth, a Slack bot that answers a team's AI cost questions."""
