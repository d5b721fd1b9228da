"""A Bolt app that uses one of everything."""

import re
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Body = dict[str, Any]

CARD: list[Body] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "A *draft*"}},
    {
        "type": "actions",
        "block_id": "decision",
        "elements": [
            {
                "type": "button",
                "action_id": "approve",
                "text": {"type": "plain_text", "text": "Approve"},
                "value": "d1:1",
            },
            {
                "type": "button",
                "action_id": "edit",
                "text": {"type": "plain_text", "text": "Edit"},
                "value": "d1:1",
            },
        ],
    },
]


def a_modal(title: str = "Edit", **fields: object) -> Body:
    return {
        "type": "modal",
        "callback_id": "edit",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "body",
                "label": {"type": "plain_text", "text": "Text"},
                "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "as it was"},
            },
            {
                "type": "input",
                "block_id": "market",
                "optional": True,
                "label": {"type": "plain_text", "text": "Market"},
                "element": {"type": "external_select", "action_id": "which", "min_query_length": 0},
            },
        ],
        **fields,
    }


def build_echo_app(client: AsyncWebClient, heard: list[Body]) -> AsyncApp:
    app = AsyncApp(client=client, signing_secret="sandbox-signing-secret")

    @app.middleware
    async def remember(body: Body, next: Any) -> None:  # noqa: A002
        heard.append(body)
        await next()

    _hear_messages(app)
    _hear_clicks(app)
    _hear_forms(app)
    _hear_commands(app)
    return app


def _hear_messages(app: AsyncApp) -> None:
    @app.event("message")
    async def on_message(event: Body, say: Any) -> None:
        if event.get("subtype") is None and not event.get("bot_id") and event["channel_type"] == "im":
            await say(text=f"You said: {event['text']}", thread_ts=event["ts"])

    @app.event("app_mention")
    async def on_mention(event: Body, client: AsyncWebClient) -> None:
        key = {"event_type": "draft", "event_payload": {"key": f"card:{event['ts']}"}}
        await client.chat_postMessage(
            channel=event["channel"], thread_ts=event["ts"], text="A draft", blocks=CARD, metadata=key
        )

    @app.event("app_home_opened")
    async def on_home(event: Body, client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Your drafts"}}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event(re.compile(".*"))
    async def on_anything_else() -> None: ...


def _hear_clicks(app: AsyncApp) -> None:
    @app.action("approve")
    async def on_approve(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text=f"Approved by <@{body['user']['id']}>")

    @app.action("edit")
    async def on_edit(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=a_modal(private_metadata=body["message"]["ts"])
        )

    @app.action("never_answered")
    async def on_never() -> None: ...

    @app.action("private_word")
    async def on_private_word(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Only you can see this.")


def _hear_forms(app: AsyncApp) -> None:
    @app.options("which")
    async def on_options(ack: Any, payload: Body) -> None:
        await ack(options=[{"text": {"type": "plain_text", "text": f"{payload['value']} 1"}, "value": "m1"}])

    @app.view("edit")
    async def on_submit(ack: Any, view: Body) -> None:
        text = view["state"]["values"]["body"]["text"]["value"]
        if text == "wrong":
            await ack(response_action="errors", errors={"body": "Say it better."})
        elif text == "preview":
            await ack(response_action="push", view=a_modal("Preview"))
        elif text == "again":
            await ack(response_action="update", view=a_modal("Once more"))
        elif text == "done":
            await ack(response_action="clear")
        else:
            await ack()

    @app.view_closed("edit")
    async def on_closed(ack: Any) -> None:
        await ack()


def _hear_commands(app: AsyncApp) -> None:
    @app.command("/draft")
    async def on_command(ack: Any, command: Body) -> None:
        await ack(f"At work on {command['text']}")

    @app.shortcut("new_draft")
    async def on_shortcut(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal("New draft"))

    @app.shortcut("rewrite")
    async def on_message_shortcut(ack: Any, shortcut: Body, respond: Any) -> None:
        await ack()
        await respond(text=f"Rewriting: {shortcut['message']['text']}")
