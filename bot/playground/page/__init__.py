"""The workspace as a page in a browser: for the demo, and for looking at what the bot does while working on it.

    page = Page(slack, manifest, clock)     # a Slack, the manifest it was made with, its MovableClock
    await page.start(port)                  # on 127.0.0.1, or on the next free port; page.url
    await page.stop()

`server` serves, behind `guard`; `showing` is all that one person sees, as records by key, of which a browser gets those
that have changed; `acts` is what it may do, `typed` how what people type becomes Slack's text, `log` what went
between the workspace and the app. static/ is the page: HTML, CSS and JavaScript modules as they are, no build step.

Nothing here trusts the browser: it names people, channels, messages, files and controls by id, never by path.
"""

from bot.playground.page.server import Page

__all__ = ["Page"]
