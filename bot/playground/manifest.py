"""What an app may do and hears of, read from its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EVENTS = (
    "app_home_opened app_mention message.channels message.groups message.im message.mpim file_shared "
    "member_joined_channel member_left_channel channel_archive group_archive channel_left group_left "
    "channel_shared app_uninstalled tokens_revoked app_context_changed agent_session_stopped reaction_added "
    "user_change team_join"
).split()

SCOPES = (
    "app_mentions:read assistant:write channels:history channels:join channels:read chat:write chat:write.public "
    "commands "
    "files:read files:write groups:history groups:read im:history im:read im:write links:embed:write mpim:history "
    "mpim:read reactions:read reactions:write team:read users:read users:read.email"
).split()


@dataclass(frozen=True, slots=True)
class App:
    """An app's configuration."""

    name: str
    scopes: tuple[str, ...]
    events: tuple[str, ...]
    commands: tuple[str, ...]
    shortcuts: dict[str, str]
    """callback_id -> `global` or `message`."""
    socket_mode: bool
    events_url: str
    interactivity_url: str
    options_url: str
    command_urls: dict[str, str]
    interactive: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    agent_view: bool

    @classmethod
    def read(cls, manifest: dict[str, Any]) -> App:
        """The configuration that a manifest describes; what it leaves out is off."""
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        interactivity = settings.get("interactivity", {})
        subscriptions = settings.get("event_subscriptions", {})
        home = features.get("app_home", {})
        commands = features.get("slash_commands", [])
        return cls(
            name=manifest.get("display_information", {}).get("name", "App"),
            scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=tuple(subscriptions.get("bot_events", [])),
            commands=tuple(command["command"] for command in commands),
            shortcuts={shortcut["callback_id"]: shortcut["type"] for shortcut in features.get("shortcuts", [])},
            socket_mode=bool(settings.get("socket_mode_enabled")),
            events_url=subscriptions.get("request_url", ""),
            interactivity_url=interactivity.get("request_url", ""),
            options_url=interactivity.get("message_menu_options_url", ""),
            command_urls={command["command"]: command.get("url", "") for command in commands},
            interactive=bool(interactivity.get("is_enabled")),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
            agent_view="agent_view" in features or "assistant_view" in features,
        )


def sample_manifest(*, commands: Sequence[str] = ("/cost",), socket_mode: bool = False, **more: Any) -> dict[str, Any]:
    """A manifest with every scope and event the stand-in knows; `shortcuts`, `scopes` and `events` may be given."""
    return {
        "display_information": {"name": "Pennyworth"},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Pennyworth", "always_online": True},
            "slash_commands": [{"command": command, "description": "A command"} for command in commands],
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": name, "description": "A shortcut"}
                for name, kind in more.get("shortcuts", {}).items()
            ],
        },
        "oauth_config": {"scopes": {"bot": list(more.get("scopes", SCOPES))}},
        "settings": {
            "event_subscriptions": {"bot_events": list(more.get("events", EVENTS))},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": socket_mode,
        },
    }
