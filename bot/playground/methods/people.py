"""auth.*, api.*, users.*, team.* and bots.*: who is who."""

from __future__ import annotations

from bot.playground.blocks import check_message, check_view
from bot.playground.methods.call import SPECIAL, Call, method, paged
from bot.playground.records import Json
from bot.playground.refusals import Refused
from bot.playground.shapes import user_json


@method("api.test", tier=4, bearer="none")
def api_test(call: Call) -> Json:
    """Says back what it was sent."""
    if "error" in call.args:
        raise Refused(str(call.args["error"]), args=call.args)
    return {"args": call.args}


@method("auth.test", tier=SPECIAL)
def auth_test(call: Call) -> Json:
    """Whose token this is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": False,
    }


@method("users.info", "users:read", tier=4)
def users_info(call: Call) -> Json:
    """One person."""
    user = call.workspace.users.get(str(call.args.get("user") or ""))
    if user is None:
        raise Refused("user_not_found")
    return {"user": user_json(call.workspace, user, email="users:read.email" in call.workspace.app.scopes)}


@method("users.list", "users:read", tier=2)
def users_list(call: Call) -> Json:
    """Everybody."""
    email = "users:read.email" in call.workspace.app.scopes
    everybody = [user_json(call.workspace, user, email=email) for user in call.workspace.users.values()]
    return paged(call, everybody, "members", usual=1000) | {"cache_ts": call.workspace.seconds()}


@method("users.lookupByEmail", "users:read.email")
def by_email(call: Call) -> Json:
    """Somebody by address."""
    call.need("email")
    for user in call.workspace.users.values():
        if user.email == call.args["email"]:
            return {"user": user_json(call.workspace, user)}
    raise Refused("users_not_found")


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    """The workspace."""
    workspace = call.workspace
    return {"team": {"id": workspace.team, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}}


@method("bots.info", "users:read")
def bots_info(call: Call) -> Json:
    """The app's bot, or another."""
    wanted = call.args.get("bot") or call.workspace.bot.bot_id
    for user in call.workspace.users.values():
        if user.bot_id == wanted:
            bot = {"id": user.bot_id, "deleted": False, "name": user.real_name, "user_id": user.id}
            return {"bot": bot | {"app_id": call.workspace.app_id if user is call.workspace.bot else "A0OTHER"}}
    raise Refused("bot_not_found")


@method("blocks.validate", tier=4, bearer="none")
def validate(call: Call) -> Json:
    """Holds blocks, a message or a view against the rules, without a token."""
    given = {key: call.args[key] for key in ("blocks", "message", "view") if call.args.get(key) is not None}
    if len(given) != 1:
        raise Refused("invalid_arguments", ["must define exactly one of `blocks`, `message` or `view`"])
    [(key, value)] = given.items()
    inner = value if isinstance(value, dict) else {}
    try:
        if key == "view":
            check_view(value, home=inner.get("type") == "home")
        else:
            check_message(value if key == "blocks" else inner.get("blocks"))
    except Refused as refused:
        raise Refused(f"invalid_{key}", errors=[_problem(message) for message in refused.messages]) from refused
    return {}


def _problem(message: str) -> Json:
    text, _, pointer = message.rstrip("]").partition(" [json-pointer:")
    return {"pointer": pointer, "code": "failed_constraint", "message": text}
