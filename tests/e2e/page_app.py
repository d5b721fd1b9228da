"""A tiny Bolt app for the tests of the sandbox's page: it answers, asks in modals, and sometimes keeps silent."""

import asyncio
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.manifest import Manifest, manifest_from

Body = dict[str, Any]

MANIFEST: Manifest = manifest_from(
    {
        "display_information": {"name": "Parrot"},
        "features": {
            "bot_user": {"display_name": "Parrot"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/ask", "description": "Ask in a form", "usage_hint": "[topic]"}],
            "shortcuts": [
                {"name": "Repeat this", "type": "message", "callback_id": "repeat", "description": "Again"},
                {"name": "New question", "type": "global", "callback_id": "question", "description": "Ask"},
            ],
        },
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]}},
        "oauth_config": {
            "scopes": {
                "bot": [
                    "app_mentions:read",
                    "assistant:write",
                    "channels:history",
                    "channels:read",
                    "chat:write",
                    "commands",
                    "files:read",
                    "im:history",
                    "im:write",
                    "users:read",
                ]
            }
        },
    }
)


def words(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def a_button(action_id: str, text: str, **fields: object) -> Body:
    return {"type": "button", "action_id": action_id, "text": words(text), "value": action_id, **fields}


SURE = {
    "title": words("Sure?"),
    "text": words("There is no way back."),
    "confirm": words("Do it"),
    "deny": words("Keep"),
}
CARD: list[Body] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "A *card* to press"}},
    {
        "type": "actions",
        "elements": [
            a_button("private", "Why this?"),
            a_button("sure", "Approve", style="primary", confirm=SURE),
            a_button("silent", "Reject", style="danger"),
        ],
    },
]


def a_form(title: str = "Ask") -> Body:
    tones = [{"text": words(name), "value": name.lower()} for name in ("Friendly", "Formal")]
    topic = {"type": "plain_text_input", "action_id": "text", "max_length": 40}
    tone = {"type": "static_select", "action_id": "pick", "options": tones}
    files = {"type": "file_input", "action_id": "files", "filetypes": ["md"], "max_files": 1}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": words(title),
        "submit": words("Send"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "topic", "label": words("Topic"), "element": topic},
            {"type": "input", "block_id": "tone", "label": words("Tone"), "element": tone},
            {
                "type": "input",
                "block_id": "guide",
                "label": words("Guide"),
                "element": files,
                "optional": True,
            },
            {"type": "actions", "block_id": "more", "elements": [a_button("push", "One more")]},
        ],
    }


def build_parrot(client: AsyncWebClient, heard: list[Body], *, go_on: asyncio.Event) -> AsyncApp:
    """The app. It writes down submissions and closings in `heard`, and streams on when told by `go_on`."""
    app = AsyncApp(client=client, signing_secret="not used over Socket Mode")
    _answer(app, go_on)
    _ask(app, heard)
    _react(app, heard)
    return app


def _answer(app: AsyncApp, go_on: asyncio.Event) -> None:
    @app.event("app_mention")
    async def _(set_status: Any, say_stream: Any) -> None:
        await set_status("is thinking…")
        await go_on.wait()
        stream = await say_stream(buffer_size=1)
        await stream.append(markdown_text="**Pretty** ")
        await stream.append(markdown_text="Polly")
        await stream.stop()

    @app.event("message")
    async def _(event: Body, client: AsyncWebClient) -> None:
        if not event.get("bot_id"):
            await client.chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text="Polly heard you"
            )

    @app.event("app_home_opened")
    async def _(event: Body, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [{"type": "header", "text": words("The perch")}, *CARD]}
            await client.views_publish(user_id=event["user"], view=view)


def _ask(app: AsyncApp, heard: list[Body]) -> None:
    @app.command("/ask")
    async def _(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=a_form())

    @app.shortcut("question")
    async def _(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=a_form("From the menu"))

    @app.action("push")
    async def _(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=a_form("Second page"))

    @app.view("form")
    async def _(ack: Any, view: Body) -> None:
        if view["state"]["values"]["topic"]["text"]["value"] == "nuts":
            await ack(response_action="errors", errors={"topic": "Nuts are finished. Ask for seeds."})
            return
        heard.append(view["state"]["values"])
        await ack()

    @app.view_closed("form")
    async def _(ack: Any, body: Body) -> None:
        heard.append({"closed": body["view"]["title"]["text"]})
        await ack()


def _react(app: AsyncApp, heard: list[Body]) -> None:
    @app.action("private")
    async def _(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        channel, user = body["channel"]["id"], body["user"]["id"]
        await client.chat_postEphemeral(channel=channel, user=user, text="Between *us*: page 4.")

    @app.action("sure")
    async def _(ack: Any, body: Body) -> None:
        heard.append({"sure": body["user"]["id"]})
        await ack()

    @app.action("silent")
    async def _() -> None:
        """Never acknowledge."""

    @app.shortcut("repeat")
    async def _(ack: Any, shortcut: Body, client: AsyncWebClient) -> None:
        await ack()
        channel, message = shortcut["channel"]["id"], shortcut["message"]
        await client.chat_postMessage(
            channel=channel, text=f"Again: {message['text']}", thread_ts=message["ts"]
        )


def one_of_each_block() -> list[Body]:
    """Every block a message may have, as small as it gets."""
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich"}]}
    rich = {"type": "rich_text", "elements": [line]}
    picture = {"image_url": "https://example.com/none.png", "alt_text": "None"}
    card = {"type": "card", "title": words("A card"), "actions": [a_button("card", "Open")]}
    thumbs = {
        "positive_button": {"text": words("Good"), "value": "1"},
        "negative_button": {"text": words("Bad"), "value": "0"},
    }
    option = {"text": words("First"), "value": "1"}
    task = {"type": "task_card", "task_id": "t", "title": "A task", "status": "complete", "output": rich}
    pickers = [
        {"type": "static_select", "action_id": "s", "placeholder": words("Pick"), "options": [option]},
        {"type": "users_select", "action_id": "u"},
        {"type": "datepicker", "action_id": "d"},
        {"type": "timepicker", "action_id": "t"},
        {"type": "radio_buttons", "action_id": "r", "options": [option]},
        {"type": "checkboxes", "action_id": "c", "options": [option]},
        {"type": "overflow", "action_id": "o", "options": [option, {"text": words("Second"), "value": "2"}]},
    ]
    return [
        {"type": "header", "text": words("A header")},
        {"type": "section", "fields": [words("A field")], "accessory": {"type": "image", **picture}},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "image", **picture}, words("context")]},
        {"type": "actions", "elements": pickers},
        {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **thumbs}]},
        {"type": "image", **picture},
        {"type": "markdown", "text": "| a | b |\n|---|---|\n| 1 | 2 |"},
        rich,
        {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]},
        task,
        {"type": "plan", "title": "A plan", "tasks": [{**task, "task_id": "t2"}]},
        card,
        {"type": "carousel", "elements": [card]},
        {"type": "container", "title": words("A container"), "child_blocks": [{"type": "divider"}]},
    ]
