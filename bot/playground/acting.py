"""What people do with the app's own controls: commands, clicks, modals, shortcuts, App Home."""

from __future__ import annotations

from typing import Any

from bot.playground import interactions
from bot.playground.deliveries import Delivery, Outbox
from bot.playground.events import Events
from bot.playground.methods.views import changed, checked, opened
from bot.playground.records import Channel, Json, Kind, Message, Room, User, View, controls
from bot.playground.refusals import Impossible, Refused
from bot.playground.responses import Responses
from bot.playground.shapes import view_json
from bot.playground.triggers import Triggers
from bot.playground.workspace import SLACKBOT, Workspace


class Acting:
    """People's acts that reach the app at once. Each returns its delivery when the app has answered or was too slow."""

    workspace: Workspace
    events: Events
    outbox: Outbox
    triggers: Triggers
    responses: Responses

    async def command(
        self, user: User | str, channel: Channel | str, command: str, text: str = "", *, thread_ts: str | None = None
    ) -> Delivery:
        """Somebody runs a slash command.

        Raises:
            Impossible: in a thread, where Slack runs no custom command; by people of another workspace; where they are
                not; or the app has no such command.
        """
        person, room = self.workspace.user(user), self.workspace.channel(channel)
        if thread_ts is not None:
            raise Impossible(f"{command} is not supported in threads")
        if command not in self.workspace.app.commands or "commands" not in self.workspace.app.scopes:
            raise Impossible(f"{command} is not a valid command")
        if person.id not in room.members or person.kind is Kind.EXTERNAL:
            raise Impossible(f"{person.name} cannot run {command} in {room.name}")
        delivery = await self.outbox.once(Delivery("command", command, self._typed(person, room, command, text)))
        if delivery.error:
            self._slackbot(room, person, f"{command} failed with the error “{delivery.error}”")
        elif delivery.answer:
            self._answered(delivery, room, person)
        return delivery

    def _typed(self, person: User, room: Channel, command: str, text: str) -> Json:
        return {
            "token": "playground-verification-token",
            "team_id": self.workspace.team,
            "team_domain": self.workspace.domain,
            "channel_id": room.id,
            "channel_name": interactions.channel_name(room),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self.responses.give(room.id, person.id),
            "trigger_id": self.triggers.give(person.id),
        }

    def _answered(self, delivery: Delivery, room: Channel, person: User) -> None:
        if delivery.answer.get("response_type") == "in_channel":  # then Slack shows what was typed, too
            typed = f"{delivery.name} {delivery.body['text']}".strip()
            self.workspace.add_message(
                Message(room.id, self.workspace.stamp(), person.id, typed, subtype="slash_command")
            )
        try:
            self.responses.directly(room.id, person.id, delivery.answer)
        except Refused as refused:
            delivery.error = refused.error

    def _slackbot(self, room: Channel, person: User, text: str) -> None:
        self.workspace.add_message(Message(room.id, self.workspace.stamp(), SLACKBOT, text, only_for=person.id))

    async def click(
        self,
        user: User | str,
        where: Message | View,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
    ) -> Delivery:
        """Somebody presses a button or chooses in a menu: `value` is an option's value or text, a list of them, a user,
        a date or a time. Of several buttons with one action_id it picks the one with the value.

        Raises:
            Impossible: they do not see it, it is gone, or it has no such control or option.
        """
        person = self.workspace.user(user)
        self._sees(person, where)
        block, element = interactions.find(where.blocks, action_id, block_id, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise Impossible(f"{action_id} tells the app nothing until it is submitted")
        if element["type"] not in interactions.STATELESS:
            where.values.setdefault(block["block_id"], {})[action_id] = interactions.state_of(element, value)
        return await self._interact("block_actions", self._clicked(person, where, block, element, value))

    def _clicked(self, person: User, where: Message | View, block: Json, element: Json, value: Any) -> Json:
        trigger = self.triggers.give(person.id, where.id if isinstance(where, View) and where.type == "modal" else None)
        body = interactions.frame(self.workspace, "block_actions", person, trigger)
        body["actions"] = [interactions.action(self.workspace, block, element, value)]
        if isinstance(where, View):
            return body | interactions.in_view(self.workspace, where)
        body |= interactions.in_message(self.workspace, where)
        body["state"] = {"values": interactions.held_values(where.blocks, where.values)}
        body["response_url"] = self.responses.give(where.channel, person.id, where)
        return body

    async def _interact(self, name: str, body: Json, kind: str = "interaction") -> Delivery:
        if not self.workspace.app.interactive:
            raise Impossible("this app is not configured to handle interactive responses")
        return await self.outbox.once(Delivery(kind, name, body))

    def _sees(self, person: User, where: Message | View) -> None:
        if isinstance(where, View):
            there = self.workspace.stacks.get(person.id, [])
            if where is not self.workspace.homes.get(person.id) and where not in there[-1:]:
                raise Impossible(f"{person.name} does not see this view")
            return
        room = self.workspace.channels[where.channel]
        there_still = where in self.workspace.ephemerals or where.ts in self.workspace.messages[where.channel]
        if not there_still or where.only_for not in (None, person.id):
            raise Impossible(f"{person.name} does not see this message")
        if person.id not in room.members and room.room is not Room.PUBLIC:
            raise Impossible(f"{person.name} is not in {room.name}")

    def fill(self, view: View, state: dict[str, Any]) -> None:
        """Fills in inputs of a view by action_id; the app hears of it on submit, or at once by `click`.

        Raises:
            Impossible: it has no such input or option.
        """
        for name, value in state.items():
            block, element = interactions.find(view.blocks, name, None, None)
            view.values.setdefault(block["block_id"], {})[name] = interactions.state_of(element, value)

    async def submit(self, user: User | str, view: View, state: dict[str, Any] | None = None) -> Delivery:
        """Somebody fills in a modal and submits it; what the app answers becomes of the modal.

        Raises:
            Impossible: it is not the topmost of theirs, or an input that is needed is empty.
        """
        person = self.workspace.user(user)
        self._sees(person, view)
        self.fill(view, state or {})
        self._complete(view)
        body = interactions.frame(self.workspace, "view_submission", person, self.triggers.give(person.id, view.id))
        body |= {"view": interactions.in_view(self.workspace, view)["view"], "response_urls": []}
        self._response_urls(person, view, body)
        delivery = await self._interact("view_submission", body)
        if delivery.acknowledged and view in self.workspace.stacks.get(person.id, []):
            try:
                self._respond(person, view, delivery)
            except Refused as refused:  # the person reads "We had some trouble connecting. Try again?"
                delivery.error = refused.error
        return delivery

    def _complete(self, view: View) -> None:
        held = interactions.held_values(view.blocks, view.values)
        for block in view.blocks:
            if block["type"] == "input" and not block.get("optional"):
                element = block["element"]
                value = held[block["block_id"]][element["action_id"]][interactions.value_key(element["type"])]
                if value in (None, "", []):
                    raise Impossible(f"{block['label']['text']} must be filled in")

    def _response_urls(self, person: User, view: View, body: Json) -> None:
        for block, element in controls(view.blocks):
            if element.get("response_url_enabled"):
                held = body["view"]["state"]["values"][block["block_id"]][element["action_id"]]
                channel = held.get("selected_conversation") or held.get("selected_channel")
                if channel:
                    url = self.responses.give(channel, person.id)
                    names = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    body["response_urls"].append({**names, "channel_id": channel, "response_url": url})

    def _respond(self, person: User, view: View, delivery: Delivery) -> None:
        stack = self.workspace.stacks[person.id]
        answer = delivery.answer
        action = answer.get("response_action")
        if action == "errors":
            unknown = set(answer.get("errors") or {}) - {b["block_id"] for b in view.blocks if b["type"] == "input"}
            if unknown or not answer.get("errors"):
                raise Refused("invalid_errors", [f"no input block {name}" for name in unknown])
        elif action == "update":
            changed(self.workspace, view, checked(self.workspace, answer.get("view")))
        elif action == "push":
            if len(stack) >= 3:
                raise Refused("push_limit_reached")
            opened(self.workspace, person.id, checked(self.workspace, answer.get("view")), view)
        elif action == "clear":
            stack.clear()
        elif action is None and not answer:
            stack.remove(view)
        else:
            raise Refused("invalid_response_action")
        self.workspace.changed()

    async def close(self, user: User | str, view: View, *, all_of_them: bool = False) -> Delivery | None:
        """Somebody closes a modal; the app hears of it when it asked to."""
        person = self.workspace.user(user)
        self._sees(person, view)
        stack = self.workspace.stacks[person.id]
        if all_of_them or view.body.get("clear_on_close"):
            stack.clear()
        else:
            stack.remove(view)
        self.workspace.changed()
        if not view.body.get("notify_on_close"):
            return None
        body = interactions.frame(self.workspace, "view_closed", person, self.triggers.give(person.id))
        del body["trigger_id"]
        body |= {"view": interactions.in_view(self.workspace, view)["view"], "is_cleared": all_of_them}
        return await self._interact("view_closed", body)

    async def shortcut(self, user: User | str, callback_id: str, message: Message | None = None) -> Delivery:
        """Somebody uses a shortcut: a global one, or one on a message.

        Raises:
            Impossible: the app has no such shortcut of this kind.
        """
        person = self.workspace.user(user)
        kind = "global" if message is None else "message"
        if self.workspace.app.shortcuts.get(callback_id) != kind:
            raise Impossible(f"no {kind} shortcut {callback_id}")
        trigger = self.triggers.give(person.id)
        name = "shortcut" if message is None else "message_action"
        body = interactions.frame(self.workspace, name, person, trigger)
        body |= {"callback_id": callback_id, "action_ts": self.workspace.stamp()}
        if message is not None:
            self._sees(person, message)
            spot = interactions.in_message(self.workspace, message)
            body |= {"channel": spot["channel"], "message": spot["message"], "message_ts": message.ts}
            body["response_url"] = self.responses.give(message.channel, person.id)
        return await self._interact(name, body)

    async def suggest(self, user: User | str, where: Message | View, action_id: str, text: str) -> list[Json]:
        """Somebody types into a menu that the app fills; returns the options offered."""
        person = self.workspace.user(user)
        self._sees(person, where)
        block, element = interactions.find(where.blocks, action_id, None, None)
        if not element["type"].endswith("external_select") or len(text) < element.get("min_query_length", 3):
            return []
        body = interactions.frame(self.workspace, "block_suggestion", person, "")
        del body["trigger_id"]
        spot = interactions.in_view if isinstance(where, View) else interactions.in_message
        body |= spot(self.workspace, where) | {"action_id": action_id, "block_id": block["block_id"], "value": text}  # type: ignore[arg-type]
        delivery = await self._interact("block_suggestion", body, "options")
        return interactions.options_of(delivery.answer)

    def open_home(self, user: User | str, tab: str = "home") -> None:
        """Somebody opens the app's home or its messages tab; the app hears of it in the background."""
        person = self.workspace.user(user)
        home = self.workspace.homes.get(person.id)
        self.events.home_opened(person, tab, view_json(self.workspace, home) if home else None)
