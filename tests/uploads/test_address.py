import pytest

from bot.uploads import UploadRefused, check_address, may_fetch

FILE = "https://files.slack.com/files-pri/T0001-F0001/download/prompts.csv"
LOCAL = "http://127.0.0.1:4103/api/"


@pytest.mark.parametrize(
    "url",
    [
        FILE,
        "https://files.slack.com/files-pri/T0001-F0001/a_red_fox.png",
        "https://files.slack.com/files-pri/T0001-F0001/download/a%20b.csv?origin_team=T1",
        "https://files.slack.com/files-tmb/T0001-F0001-abc/a_360.png",
    ],
)
def test_slacks_files_are_fetched(url: str) -> None:
    """A file's private address, its download and its thumbnails are on Slack's file host."""
    assert may_fetch(url)
    assert check_address("a.csv", url) == url


HOSTILE = [
    "",
    "files.slack.com/files-pri/T-F/a",
    "//files.slack.com/files-pri/T-F/a",
    "http://files.slack.com/files-pri/T-F/a",
    "HTTPS://files.slack.com/files-pri/T-F/a",
    "ftp://files.slack.com/files-pri/T-F/a",
    "file:///etc/passwd",
    "data:text/plain,https://files.slack.com/files-pri/T-F/a",
    "javascript:https://files.slack.com/files-pri/T-F/a",
    "https://slack.com/api/api.test",
    "https://slack.com/files-pri/T-F/a",
    "https://slack-files.com/files-pri/T-F/a",
    "https://slack-files.com/T-F-secret",
    "https://a.slack.com/files-pri/T-F/a",
    "https://files.slack.com",
    "https://files.slack.com/",
    "https://files.slack.com/api/auth.test",
    "https://files.slack.com/files-pri/",
    "https://files.slack.com/files-priX/a",
    "https://files.slack.com/files-pri/../api/auth.test",
    "https://files.slack.com/files-pri/T-F/%2e%2E/%2e./api/auth.test",
    "https://files.slack.com/files-pri/T-F/..",
    "https://files.slack.com/files-pri/T-F/.?a",
    "https://files.slack.com//files-pri/T-F/a",
    "https://files.slack.com.evil.example/files-pri/T-F/a",
    "https://files.slack.com./files-pri/T-F/a",
    "https://filesXslack.com/files-pri/T-F/a",
    "https://evilfiles.slack.com/files-pri/T-F/a",
    "https://files.slack.com:443/files-pri/T-F/a",
    "https://files.slack.com:8443/files-pri/T-F/a",
    "https://files.slack.com:@evil.example/files-pri/T-F/a",
    "https://files.slack.com@evil.example/files-pri/T-F/a",
    "https://user@files.slack.com/files-pri/T-F/a",
    "https://user:pass@files.slack.com/files-pri/T-F/a",
    "https://evil.example#files.slack.com/files-pri/T-F/a",
    "https://evil.example?files.slack.com/files-pri/T-F/a",
    "https://evil.example/https://files.slack.com/files-pri/T-F/a",
    "https://evil.example\\@files.slack.com/files-pri/T-F/a",
    "https://files.slack.com\\@evil.example/files-pri/T-F/a",
    "https://files.slack.com\\files-pri/T-F/a",
    "https://files.slack.com/files-pri/T-F/a#@evil.example",
    "https://files.slack.com/files-pri/T-F/a b",
    "https://files.slack.com/files-pri/T-F/a\r\nHost: evil.example",
    "https://files.slack.com/files-pri/T-F/a\n",
    "\nhttps://files.slack.com/files-pri/T-F/a",
    " https://files.slack.com/files-pri/T-F/a",
    "https://files.slack.com/files-pri/T-F/a\0",
    "https://files.slack.com/files-pri/T-F/ä",
    "https://fiⅼes.slack.com/files-pri/T-F/a",
    "https://files.slаck.com/files-pri/T-F/a",
    "https://files。slack。com/files-pri/T-F/a",
    "https://files.slack.com\uff0fevil.example/files-pri/T-F/a",
    "https://xn--fies-5ha.slack.com/files-pri/T-F/a",
    "https://files%2eslack.com/files-pri/T-F/a",
    "https://127.0.0.1/files-pri/T-F/a",
    "http://127.0.0.1:4103/files-pri/T-F/a",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/files-pri/T-F/a",
    "http://2130706433/files-pri/T-F/a",
    "https://drive.google.com/file/d/1",
    "https://files.slack.com/files-pri/" + "a" * 1_501,
    "https://files.slack.com/files-pri/T-F/a?" + "a" * 501,
]


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_other_addresses_are_not_fetched(url: str) -> None:
    """Nothing but https on Slack's file host: no other host, scheme, port, user, spelling or line."""
    assert not may_fetch(url)
    assert not may_fetch(url, "https://slack.com/api/")
    with pytest.raises(UploadRefused, match=r"^a\.csv is not kept by Slack itself, so it is not fetched; upload"):
        check_address("a.csv", url)


@pytest.mark.parametrize(
    ("api_url", "url"),
    [
        (LOCAL, "http://127.0.0.1:4103/files-pri/T-F/a.csv"),
        ("http://localhost:4103", "http://localhost:4103/files-pri/T-F/a.csv"),
        ("http://[::1]:4103/api/", "http://[::1]:4103/files-pri/T-F/a.csv"),
        (LOCAL, FILE),
    ],
)
def test_local_workspace_is_fetched_from(api_url: str, url: str) -> None:
    """Where the API itself is on loopback, its files are too."""
    assert may_fetch(url, api_url)


@pytest.mark.parametrize(
    ("api_url", "url"),
    [
        (LOCAL, "http://127.0.0.1:4104/files-pri/T-F/a"),
        (LOCAL, "http://127.0.0.1/files-pri/T-F/a"),
        (LOCAL, "https://127.0.0.1:4103/files-pri/T-F/a"),
        (LOCAL, "http://localhost:4103/files-pri/T-F/a"),
        (LOCAL, "http://127.0.0.1:4103@evil.example/files-pri/T-F/a"),
        (LOCAL, "http://127.0.0.1:41030/files-pri/T-F/a"),
        (LOCAL, "http://127.0.0.1:4103/api/auth.test"),
        (LOCAL, "http://evil.example/files-pri/T-F/a"),
        ("http://evil.example/api/", "http://evil.example/files-pri/T-F/a"),
        ("http://10.0.0.1/api/", "http://10.0.0.1/files-pri/T-F/a"),
        ("http://127.0.0.1.evil.example/api/", "http://127.0.0.1.evil.example/files-pri/T-F/a"),
        ("http://127.0.0.1@evil.example/api/", "http://127.0.0.1@evil.example/files-pri/T-F/a"),
        ("http://127.0.0.1:4103\\@evil.example/", "http://127.0.0.1:4103/files-pri/T-F/a"),
        ("https://slack.com/api/", "https://slack.com/files-pri/T-F/a"),
        ("", "/files-pri/T-F/a"),
    ],
)
def test_only_the_local_workspace_itself_is_fetched_from(api_url: str, url: str) -> None:
    """Another port, scheme, spelling or host is not the local workspace, nor is an API that is not on loopback."""
    assert not may_fetch(url, api_url)
