"""Pennyworth in Slack."""
