"""What the page's server refuses, and what its answers forbid."""

from __future__ import annotations

import http.client
import json
import re
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.demo.running import Running


class Answer:
    """An answer as it came over the wire."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status, self.headers = answer.status, answer.headers
        self.text = "" if answer.getheader("Content-Type") == "text/event-stream" else answer.read().decode()
        answer.close()


def ask(url: str, path: str = "/", method: str = "GET", *, body: Any = None, **headers: str) -> Answer:
    """Sends a request whose path goes out as it is; headers by name, with _ for -."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        text = None if body is None else json.dumps(body)
        if text is not None:
            sent.setdefault("Content-Type", "application/json")
        connection.putrequest(method, path, skip_host="Host" in sent)
        for name, value in sent.items():
            connection.putheader(name, value)
        if text is not None:
            connection.putheader("Content-Length", str(len(text)))
        connection.endheaders(text.encode() if text is not None else None)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def token(demo: Running) -> str:
    """The token that the page holds."""
    found = re.search(r'page-token" content="([\w-]{32})"', ask(demo.url).text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/stream", "/payload/call-0", "/nothing"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"])
def test_other_hosts_are_refused(demo: Running, path: str, host: str) -> None:
    """A name that was made to point to this machine gets nothing, whatever it asks for (DNS rebinding)."""
    port = urlsplit(demo.url).port
    answer = ask(demo.url, path, Host=host.format(port=port))
    assert (answer.status, answer.text) == (403, "This page is served to this machine alone.")


def test_localhost_is_this_machine(demo: Running) -> None:
    """Both names of this machine work."""
    assert ask(demo.url, Host=f"localhost:{urlsplit(demo.url).port}").status == 200


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/static/nothing.js", "/payload/none-1", "/act"])
def test_every_answer_has_the_policy(demo: Running, path: str) -> None:
    """Scripts, styles and connections of the page's own alone, nothing inline, no frames, no cookies, nothing kept."""
    answer = ask(demo.url, path)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["img-src"] == "'self'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_stream_has_the_policy_too(demo: Running) -> None:
    """Events are sent under the same headers."""
    answer = ask(demo.url, "/stream")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_page_has_nothing_inline(demo: Running) -> None:
    """No script, style or listener stands in the HTML, and no address in the files leads elsewhere."""
    page = ask(demo.url).text
    assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?![^>]* src=)", page)
    for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert "http" not in ask(demo.url, name).text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/server.py",
        "/static/....//server.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/blocks/..%5c..%5cserver.py",
        "/static/main.js%00.css",
        "/static/index.html",
        "/../../../../etc/passwd",
        "/file/..%2f..%2fetc%2fpasswd",
        "/payload/..%2fcall-0",
        "/payload/call--1",
        "/payload/call-99999999999999999999",
    ],
)
def test_no_path_leads_out(demo: Running, path: str) -> None:
    """Only names of the page's own files are known; everything else is not found."""
    person = demo.person("maya")
    answer = ask(demo.url, f"{path}?as={person}")
    assert answer.status in (400, 404)
    assert "root:" not in answer.text
    assert "class Page" not in answer.text


def test_acts_need_the_token(demo: Running) -> None:
    """Without it, or with another, nothing is done; with it, it is."""
    what = {"act": "say", "as": demo.person("maya"), "channel": demo.channel("general"), "text": "forged"}
    assert ask(demo.url, "/act", "POST", body=what).status == 403
    assert ask(demo.url, "/act", "POST", body=what, X_Page_Token="x" * 32).status == 403
    held = token(demo)
    assert ask(demo.url, "/act", "POST", body=what, X_Page_Token=held, Origin="http://evil.example").status == 403
    assert ask(demo.url, "/act", "POST", body=what, X_Page_Token=held, Sec_Fetch_Site="cross-site").status == 403
    assert ask(demo.url, "/stream", Sec_Fetch_Site="cross-site").status == 403
    assert ask(demo.url, "/act", "PUT", body=what, X_Page_Token=held).status == 405
    said = demo.call(lambda stage: [each.text for each in stage.slack.messages("general")])
    assert "forged" not in said
    right = what | {"text": "from the page itself"}
    assert ask(demo.url, "/act", "POST", body=right, X_Page_Token=held, Origin=demo.url.rstrip("/")).status == 200
    assert demo.call(lambda stage: stage.slack.messages("general")[-1].text) == "from the page itself"


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"act": "add_user", "name": "root"},
        {"act": "__init__"},
        {"act": "say", "channel": 5, "text": ["x"]},
        {"act": "click", "message": "x"},
        {"act": "upload", "content": "é", "channel": "general"},
        {"act": "submit", "view": "V1"},
        {"act": "move", "to": "never"},
        {"act": "move", "to": 1e300},
        {"act": "react", "message": {"channel": "C1", "ts": "1"}, "name": "<b>"},
    ],
)
def test_what_is_no_act_is_refused(demo: Running, what: dict[str, Any]) -> None:
    """Nothing but the page's acts can be named, and a wrong one breaks nothing."""
    answer = ask(demo.url, "/act", "POST", body={"as": demo.person("maya")} | what, X_Page_Token=token(demo))
    assert answer.status == 400 or "problem" in json.loads(answer.text)


@pytest.mark.parametrize("body", ["[]", "5", "{", '"x"', "null"])
def test_what_is_no_json_object_is_refused(demo: Running, body: str) -> None:
    """Garbage gets a sentence, not a traceback."""
    parts = urlsplit(demo.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    connection.request("POST", "/act", body, {"X-Page-Token": token(demo), "Content-Type": "application/json"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (400, b"no such act")
    connection.close()


def test_a_guest_gets_no_more_than_a_guest_sees(demo: Running) -> None:
    """The page cannot be made to write, read or tap where a person is not."""
    held, guest = token(demo), demo.person("sam")
    where = {"channel": demo.channel("finance"), "text": "hello"}
    answer = ask(demo.url, "/act", "POST", body={"as": guest, "act": "say"} | where, X_Page_Token=held)
    assert json.loads(answer.text) == {"problem": "There is no such conversation for you."}
    file = demo.call(lambda stage: next(iter(stage.slack.workspace.files)))
    assert ask(demo.url, f"/file/{file}?as={guest}").status == 200
    hidden = demo.call(lambda stage: stage.slack.upload("maya", "finance", "plan.txt", b"secret").files[0])
    assert ask(demo.url, f"/file/{hidden}?as={guest}").status == 404
    assert ask(demo.url, f"/file/{hidden}?as={demo.person('maya')}").text == "secret"
    assert ask(demo.url, f"/file/{hidden}?as=nobody").status == 404


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js"])
def test_files_are_kept_not_opened(demo: Running, name: str) -> None:
    """An uploaded page or drawing cannot run as one of this server's."""
    file = demo.call(lambda stage: stage.slack.upload("maya", "general", name, b"<script>alert(1)</script>").files[0])
    answer = ask(demo.url, f"/file/{file}?as={demo.person('maya')}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_stand_in_talks_to_programs_alone(demo: Running) -> None:
    """What stands in for Slack's API takes nothing that a browser sends, and its tokens cannot be guessed."""
    api = demo.call(lambda stage: stage.slack.url)
    good = demo.call(lambda stage: stage.slack.bot_token)
    assert ask(api, "/api/auth.test", Authorization=f"Bearer {good}").status == 200
    assert ask(api, "/api/auth.test", Authorization=f"Bearer {good}", Origin="http://evil.example").status == 403
    assert ask(api, "/api/auth.test", Authorization=f"Bearer {good}", Host="evil.example").status == 403
    assert json.loads(ask(api, "/api/auth.test", Authorization="Bearer xoxb-T0ACME-playground").text)["ok"] is False


def test_only_this_machine_is_listened_to(demo: Running) -> None:
    """At another address of this machine neither server is there."""
    for port in (urlsplit(demo.url).port, urlsplit(demo.call(lambda stage: stage.slack.url)).port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port or 0), 5)
