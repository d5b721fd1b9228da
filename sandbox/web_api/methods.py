"""Every Web API method the workspace knows, by name."""

from sandbox.web_api import apps, chat, conversations, people, views
from sandbox.web_api.call import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **people.METHODS,
    **views.METHODS,
}
