"""Which addresses a file may be fetched from. The bot's token goes with the request, so only Slack's own file host.

The caller asks without following redirects. A file that an app registered from elsewhere (a "remote" or "external"
one) has an address of that app's choosing, and is refused like any other host. Slack's `slack.com/api` echoes tokens,
`slack-files.com` serves what has been made public: neither is needed for `url_private`.
"""

from __future__ import annotations

import re

from bot.uploads.refusal import UploadRefused

FILE_HOST = "files.slack.com"

_PATH = r"/files-(?:pri|tmb)/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{1,1500}(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,500})?"
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:[/?]|$)", re.IGNORECASE)  # clients resolve these away from /files-pri/
_SLACK = re.compile(rf"https://{re.escape(FILE_HOST)}{_PATH}", re.ASCII)
_LOOPBACK = re.compile(r"(https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?)(?:/[^\s\\?#@]*)?", re.ASCII)


def may_fetch(url: str, api_url: str | None = None) -> bool:
    """Whether a file's address is on Slack's file host, or on the local workspace that `api_url` speaks to."""
    if _DOTS.search(url):
        return False
    if _SLACK.fullmatch(url):
        return True
    local = _LOOPBACK.fullmatch(api_url or "")
    return local is not None and re.fullmatch(re.escape(local.group(1)) + _PATH, url, re.ASCII) is not None


def check_address(name: str, url: str, api_url: str | None = None) -> str:
    """The address of a file, once it is known that it may be fetched.

    Raises:
        UploadRefused: it may not.
    """
    if not may_fetch(url, api_url):
        raise UploadRefused(name, "is not kept by Slack itself, so it is not fetched; upload the file to Slack.")
    return url
