"""What bench/slack.py measures with: a bare app, a Slack that answers late, and who sends requests."""
