"""Mistakes that a person can mend: each message is one sentence that says how."""


class UsageError(Exception):
    """A setting, an argument or an input that cannot be used."""
