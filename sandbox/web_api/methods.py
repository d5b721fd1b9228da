"""Every Web API method the workspace knows, by name."""

from sandbox.web_api import agents, apps, chat, conversations, files, people, reactions, streams, views
from sandbox.web_api.call import Method

METHODS: dict[str, Method] = {
    **agents.METHODS,
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **reactions.METHODS,
    **streams.METHODS,
    **views.METHODS,
}
