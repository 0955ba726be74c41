"""The desk: what people asked where, what they were answered, and what they changed. Knows no Slack."""
