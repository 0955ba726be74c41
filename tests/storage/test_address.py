"""DATABASE_URL: what is read, what is refused, and that its password is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import UsageError
from bot.settings import Settings
from bot.storage.address import Address
from bot.storage.database import Database
from bot.storage.migrate import to_head

SECRET = "hunter2-canary"

MALFORMED = [
    "",
    "nonsense",
    SECRET,
    "://",
    f"mysql://u:{SECRET}@h/db",
    f"u:{SECRET}@h/db",
    f"https://u:{SECRET}@h/db",
    f"postgresql+asyncpg://u:{SECRET}@h/db",
    f"postgresql://u:{SECRET}@h:port/db",
    f"postgresql://u:{SECRET}@[::1/db",
    f"postgresql:u:{SECRET}@h/db",
    f"postgresql://u:x@{SECRET}@h/db",
    f"postgresql://u:{SECRET}\0@h/db",
    f"sqlite://u:{SECRET}@h/x.db",
    f"sqlite:///x.db?key={SECRET}",
    "sqlite:",
    "sqlite://",
    "sqlite:///",
    "sqlite:///:memory:",
    "sqlite:///a\0b.db",
]

UNREACHABLE = [
    f"postgresql://u:{SECRET}@127.0.0.1:1/db",
    f"postgres://u:{SECRET}@127.0.0.1:99999/db",
    f"postgresql://u:{SECRET}@127.0.0.1:1/db?foo={SECRET}",
    f"postgresql://u@127.0.0.1:1/db?password={SECRET}",
    f"postgresql://u:{SECRET}@127.0.0.1:1/db?sslmode={SECRET}",
    f"postgresql://u:{SECRET}@127.0.0.1:1/db?connect_timeout={SECRET}",
]


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_address_is_refused_in_a_sentence(text: str) -> None:
    """It names the variable and the form, and nothing of what was in the password's place."""
    with pytest.raises(UsageError, match=r"^DATABASE_URL: [^\n]*; write (sqlite|postgresql):[^\n]*\.$") as refused:
        Database(text)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize("text", UNREACHABLE)
def test_an_unreachable_server_is_refused_in_a_sentence(text: str) -> None:
    """It names the server without its password or options."""
    with pytest.raises(UsageError, match=r"^DATABASE_URL: postgresql://u@127.0.0.1[^\n]*\.$") as refused:
        to_head(text)
    assert SECRET not in str(refused.value)


async def test_a_database_shows_no_password() -> None:
    """Neither the object nor its address does."""
    db = Database(f"postgresql://u:{SECRET}@h:5433/db?application_name={SECRET}")
    assert repr(db) == "Database('postgresql://u@h:5433/db')"
    assert SECRET not in f"{db.address} {db.address!r}"
    await db.close()


def test_settings_show_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text form of the settings leaves the database out."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:{SECRET}@h/db")
    assert SECRET not in repr(Settings.from_environment())


def test_without_an_address_there_is_a_file_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also where the folder's name has signs that mean something in an address."""
    home = tmp_path / "50% a?b#c"
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: home / name)
    assert Address.of(Settings.from_environment().database_url).file == home / "pennyworth" / "pennyworth.db"


@pytest.mark.parametrize("name", ["plain.db", "a b.db", "ü画.db", "a%41.db", "a#b?c.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    """What an address has to write differently is written so (%), and only that file is made."""
    escaped = name.replace("%", "%25").replace("?", "%3F")
    to_head(f"sqlite:///{tmp_path}/new/{escaped}")
    assert [path.name for path in (tmp_path / "new").glob("*.db")] == [name]


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds what people wrote."""
    to_head(f"sqlite:///{tmp_path}/new.db")
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", ["text", "folder", "below a file"])
def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    """A text file, a folder, or a path through a file: named, with the reason, and left as it is."""
    path = tmp_path / "there"
    path.mkdir() if what == "folder" else path.write_text("hello " * 1000)
    named = path / "x.db" if what == "below a file" else path
    with pytest.raises(UsageError, match=rf"^DATABASE_URL: {named} cannot be (opened|used)[^\n]*\.$"):
        to_head(f"sqlite:///{named}")
    assert path.is_dir() or path.read_text() == "hello " * 1000


def test_migrate_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    """The first time it makes the tables, the second time there is nothing to do."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(["migrate"]) == 0
    assert " went from empty to revision " in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert " already." in capsys.readouterr().out


def test_migrate_refuses_with_status_two(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One line on standard error, without the password."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:{SECRET}@127.0.0.1:1/db")
    assert main(["migrate"]) == 2
    refusal = capsys.readouterr().err
    assert refusal.startswith("pennyworth: DATABASE_URL: postgresql://u@127.0.0.1:1/db cannot be used")
    assert refusal.count("\n") == 1
    assert SECRET not in refusal
