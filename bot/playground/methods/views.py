"""views.*: modals and App Home."""

from __future__ import annotations

from bot.playground.blocks import check_view, with_ids
from bot.playground.methods.call import Call, method
from bot.playground.posting import image_problem
from bot.playground.records import Json, View
from bot.playground.refusals import Refused
from bot.playground.shapes import view_json
from bot.playground.workspace import Workspace

STACK_MOST = 3


def checked(workspace: Workspace, body: object, *, home: bool = False) -> Json:
    """A view's body as Slack keeps it.

    Raises:
        Refused: as Slack refuses it.
    """
    check_view(body, lambda key, value: image_problem(workspace, key, value), home=home)
    kept: Json = dict(body)  # type: ignore[call-overload]  # an object, says the check
    return kept | {"blocks": with_ids(kept["blocks"], lambda: f"b{workspace.number():04x}")}


def opened(workspace: Workspace, user: str, body: Json, under: View | None) -> View:
    """A new modal on top of somebody's stack, or the first of it."""
    external = body.get("external_id")
    if external and workspace.view(external):
        raise Refused("duplicate_external_id")
    identifier = workspace.identifier("V")
    root = under.root if under else identifier
    view = View(identifier, user, body, new_hash(workspace), root, under.id if under else None)
    stack = workspace.stacks.setdefault(user, [])
    if under is None:
        stack.clear()
    stack.append(view)
    workspace.changed()
    return view


def new_hash(workspace: Workspace) -> str:
    """A hash that no other state of a view has."""
    return f"{workspace.seconds()}.{workspace.number():08x}"


def changed(workspace: Workspace, view: View, body: Json) -> None:
    """Puts a new body in a view's place; what was filled in stays where block_id and action_id stay."""
    view.body = body
    view.hash = new_hash(workspace)
    kept = {block.get("block_id") for block in view.blocks}
    view.values = {block: values for block, values in view.values.items() if block in kept}
    workspace.changed()


@method("views.open", tier=4)
def open_(call: Call) -> Json:
    """Opens a modal for the person whose act gave the trigger."""
    call.need("trigger_id", "view")
    body = checked(call.workspace, call.args["view"])
    user, _ = call.triggers.exchange(call.args["trigger_id"])
    view = opened(call.workspace, user, body, None)
    return {"view": view_json(call.workspace, view)}


@method("views.push", tier=4)
def push(call: Call) -> Json:
    """Puts a modal on top of the one in which the trigger arose."""
    call.need("trigger_id", "view")
    body = checked(call.workspace, call.args["view"])
    user, source = call.triggers.exchange(call.args["trigger_id"])
    stack = call.workspace.stacks.get(user, [])
    if source is None or not stack:
        raise Refused("not_found")
    if len(stack) >= STACK_MOST:
        raise Refused("push_limit_reached")
    view = opened(call.workspace, user, body, stack[-1])
    return {"view": view_json(call.workspace, view)}


@method("views.update", tier=4)
def update(call: Call) -> Json:
    """Changes a modal that is open."""
    call.need("view")
    name = call.args.get("view_id") or call.args.get("external_id")
    if not name:
        raise Refused("invalid_arguments", ["must define either `view_id` or `external_id`"])
    view = call.workspace.view(str(name))
    body = checked(call.workspace, call.args["view"], home=view is not None and view.type == "home")
    if view is None:
        raise Refused("not_found")
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise Refused("hash_conflict")
    changed(call.workspace, view, body)
    return {"view": view_json(call.workspace, view)}


@method("views.publish", tier=4)
def publish(call: Call) -> Json:
    """Sets somebody's App Home."""
    workspace = call.workspace
    call.need("user_id", "view")
    if not workspace.app.home_tab:
        raise Refused("not_enabled")
    user = str(call.args["user_id"])
    if user not in workspace.users:
        raise Refused("user_not_found")  # the page lists no name for this one
    body = checked(workspace, call.args["view"], home=True)
    home = workspace.homes.get(user)
    if call.args.get("hash") and home is not None and call.args["hash"] != home.hash:
        raise Refused("hash_conflict")
    if home is None:
        identifier = workspace.identifier("V")
        home = workspace.homes[user] = View(identifier, user, body, "", identifier)
    changed(workspace, home, body)
    return {"view": view_json(workspace, home)}
