"""The command line: arguments, input, output and exit status."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings
from tests.asking import GUIDE

ROOT = Path(__file__).parent.parent
DAY = ("--today", "2026-11-22")
CONTRACTED = """
provider = "OpenAI"
currency = "USD"

[sources.contract]
url = "https://example.com/contract"
checked = 2026-11-01
official = true

[[models]]
id = "gpt-image-1-mini"
prices = [
  { meter = "image", quality = "medium", size = "1024x1024", KIND, effective_from = 2026-11-01, source = "contract" },
]
""".replace("KIND", 'usd = 0.010, unit = "image"')


def lines_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put lines on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))


def test_ask_prints_the_answer_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The headline comes first, and nothing is coloured where there is no terminal."""
    assert main(["ask", GUIDE, *DAY]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Plan for $1.11\n")
    assert "\033" not in out


def test_ask_json_prints_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """--json with a thread answers the follow-up for the earlier request."""
    arguments = ["ask", "--json", "and in high?", "--thread", "100 medium square images on mini", *DAY]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["request"]["jobs"][0]["quality"] == "high"
    assert found["request"]["jobs"][0]["images"] == 100


def test_ask_takes_a_basis(capsys: pytest.CaptureFixture[str]) -> None:
    """--basis metered makes the likely bill the headline."""
    assert main(["ask", "--json", GUIDE, *DAY, "--basis", "metered"]) == 0
    assert json.loads(capsys.readouterr().out)["total_usd"] == "0.8540"


def test_ask_jsonl_answers_line_by_line_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad line gets an error in its place, and the others their answers; the status is 0."""
    lines_in(
        monkeypatch,
        json.dumps({"text": "10 low squares on mini"}),
        "not json",
        json.dumps({"text": 5}),
        json.dumps({"text": "make it 20", "thread": ["10 low squares on mini"]}),
        json.dumps({"text": "x", "thread": "10 low squares"}),
        "",
        "[" * 100_000,
        json.dumps({"text": "\ud800 10 low squares on mini \x00", "thread": None}),
    )
    assert main(["ask", "--jsonl", *DAY]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [sorted(each)[0] for each in found] == [
        "advice",
        "error",
        "error",
        "advice",
        "error",
        "error",
        "error",
        "advice",
    ]
    assert found[1]["error"].startswith("Line 2: this is not JSON")
    assert found[3]["request"]["jobs"][0]["images"] == 20


def test_ask_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """--schema prints the JSON Schema of the answer."""
    assert main(["ask", "--schema"]) == 0
    assert "intent" in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "ask needs a question"),
        (["ask", "--jsonl", "text"], "leave TEXT and --thread out"),
        (["ask", "x", "--today", "yesterday"], "'yesterday' is not a day; write it as YYYY-MM-DD"),
        (["ask", "x", "--basis", "free"], "invalid choice: 'free'"),
        (["prices", "show", "gpt-image-9"], "There is no model called 'gpt-image-9'; did you mean gpt-image-2"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        ([], "required"),
    ],
)
def test_unusable_arguments_get_a_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """What is wrong is named on standard error; nothing is printed on standard output."""
    try:
        status: object = main(arguments)
    except SystemExit as left:
        status = left.code
    printed = capsys.readouterr()
    assert status == 2
    assert said in printed.err
    assert printed.out == ""


def test_a_price_file_is_laid_over_the_lists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A contracted $0.010 an image makes the guide's job 100 x $0.010 + $0.0092 = $1.0092 from its first day on."""
    prices = tmp_path / "prices.toml"
    prices.write_text(CONTRACTED, encoding="utf-8")
    monkeypatch.setenv("PENNYWORTH_PRICES", str(prices))
    totals = []
    for day in ("2026-10-31", "2026-11-01"):
        assert main(["ask", "--json", GUIDE, "--today", day]) == 0
        totals.append(json.loads(capsys.readouterr().out)["total_usd"])
    assert totals == ["1.1092", "1.0092"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"\xff\xfe", "cannot be read: it is not UTF-8 text."),
        (b"provider = ", "the file: it is not TOML"),
        (
            CONTRACTED.replace("usd = 0.010", "usd = -1").encode(),
            "models.0.prices.0.usd: Input should be greater than 0",
        ),
        (CONTRACTED.replace('source = "contract"', 'source = "c"').encode(), "there is no 'c'; there are contract"),
    ],
)
def test_a_broken_price_file_is_named_with_key_and_reason(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: bytes | None,
    said: str,
) -> None:
    """One line says which setting, which file, which key and why; the status is 2."""
    prices = tmp_path / "prices.toml"
    if content is not None:
        prices.write_bytes(content)
    monkeypatch.setenv("PENNYWORTH_PRICES", str(prices))
    assert main(["ask", GUIDE]) == 2
    err = capsys.readouterr().err
    assert err.startswith("pennyworth: PENNYWORTH_PRICES: ")
    assert said in err
    assert err.count("\n") == 1


def test_prices_list_show_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    """The list has every model; show has a model's rates; check is silent about fresh lists."""
    assert main(["prices", "list", *DAY]) == 0
    listed = capsys.readouterr().out
    assert "gpt-image-1 " in listed
    assert "ended 2026-10-23" in listed
    assert main(["prices", "list", "--json"]) == 0
    assert {each["id"] for each in json.loads(capsys.readouterr().out)} >= {"midjourney", "dall-e-2"}
    assert main(["prices", "show", "dall-e-3", *DAY]) == 0
    assert "hd 1792x1024 image $0.12 / image" in " ".join(capsys.readouterr().out.split())
    assert main(["prices", "show", "dall-e-3", "--json", *DAY]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 6
    assert main(["prices", "check", *DAY]) == 0
    assert "no price is stale" in capsys.readouterr().out


def test_prices_check_finds_old_prices(capsys: pytest.CaptureFixture[str]) -> None:
    """Prices of living models that were last checked over 90 days ago are named; status 1."""
    assert main(["prices", "check", "--json", "--today", "2027-03-01"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["stale"]["gpt-image-2"] == "2026-11-22"
    assert "dall-e-3" not in found["stale"]
    assert found["disagreements"] == []
    assert main(["prices", "check", "--today", "2027-03-01"]) == 1
    assert "gpt-image-2: last checked 2026-11-22, over 90 days ago" in capsys.readouterr().out


def test_a_closed_pipe_is_no_error() -> None:
    """Whoever reads may leave before the end, as `head` does: the command ends quietly."""
    command = [sys.executable, "-P", "-m", "bot", "prices", "show", "gpt-image-1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_quote_without_prompt_text_loads_neither_tiktoken_nor_genai_prices() -> None:
    """What makes a cold start slow is loaded only where it is needed."""
    code = (
        "import sys; from bot.cli import main; main(['ask', '100 medium squares on mini']);"
        "sys.exit(bool({'tiktoken', 'genai_prices', 'readline'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-P", "-c", code], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """NO_COLOR and a dumb terminal mean no colour; otherwise a terminal gets it."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Settings.from_environment().colour
    monkeypatch.setenv(variable, value)
    assert not Settings.from_environment().colour


def test_ctrl_c_ends_a_command_quietly() -> None:
    """Ctrl-C while waiting for a line leaves with the status that shells know, and no traceback."""
    command = [sys.executable, "-P", "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdin.write(b'{"text": "10 low squares on mini"}\n')
        run.stdin.flush()
        assert run.stdout.readline()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=30) == 130
        assert run.stderr.read().strip() == b""
