"""users.*, bots.info, team.info, auth.test and api.test: who is who."""

from sandbox.payload import Json
from sandbox.seed import Person
from sandbox.service import Service
from sandbox.web_api.call import ApiError, Call, Method
from sandbox.web_api.paging import page


def describe(service: Service, person: Person) -> Json:
    """Give a user object as Slack shows it to the app."""
    profile: Json = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "team": service.seed.team_id,
    }
    if person.email and "users:read.email" in service.manifest.scopes:
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"bot_id": service.app.bot_id, "api_app_id": service.app.app_id}
    return {
        "id": person.id,
        "team_id": service.seed.team_id,
        "name": person.name,
        "deleted": False,
        "color": person.color.lstrip("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "profile": profile,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def api_test(call: Call) -> Json:
    """api.test: gives the arguments back, or the error asked for."""
    args = {key: value for key, value in call.args.values.items() if key != "token"}
    if call.args.text("error"):
        raise ApiError(call.args.text("error"), args=args)
    return {"args": args}


def auth_test(call: Call) -> Json:
    """auth.test: whose token this is."""
    seed = call.service.seed
    return {
        "url": f"{call.service.base_url}/",
        "team": seed.team_name,
        "user": call.service.workspace.people[seed.app.bot_user_id].name,
        "team_id": seed.team_id,
        "user_id": seed.app.bot_user_id,
        "bot_id": seed.app.bot_id,
        "is_enterprise_install": False,
    }


def user_info(call: Call) -> Json:
    """users.info."""
    person = call.service.workspace.people.get(call.args.required("user"))
    if person is None:
        raise ApiError("user_not_found")
    return {"user": describe(call.service, person)}


def user_list(call: Call) -> Json:
    """users.list."""
    found, metadata = page(list(call.service.workspace.people.values()), call.args)
    metadata.pop("has_more")
    members = [describe(call.service, person) for person in found]
    return {"members": members, "cache_ts": int(call.service.clock.now())} | metadata


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    email = call.args.required("email").lower()
    for person in call.service.workspace.people.values():
        if person.email and person.email.lower() == email:
            return {"user": describe(call.service, person)}
    raise ApiError("users_not_found")


def bot_info(call: Call) -> Json:
    """bots.info."""
    app = call.service.app
    if call.args.text("bot", app.bot_id) != app.bot_id:
        raise ApiError("bot_not_found")
    bot = {"id": app.bot_id, "deleted": False, "name": call.service.manifest.bot_name, "updated": 0}
    return {"bot": bot | {"app_id": app.app_id, "user_id": app.bot_user_id, "icons": {}}}


def team_info(call: Call) -> Json:
    """team.info."""
    seed = call.service.seed
    team = {
        "id": seed.team_id,
        "name": seed.team_name,
        "domain": seed.team_domain,
        "email_domain": "example.com",
    }
    return {"team": team | {"url": f"{call.service.base_url}/", "icon": {"image_default": True}}}


METHODS = {
    "api.test": Method(handler=api_test, caller="anybody"),
    "auth.test": Method(handler=auth_test),
    "users.info": Method(handler=user_info, scopes=("users:read",)),
    "users.list": Method(handler=user_list, scopes=("users:read",)),
    "users.lookupByEmail": Method(handler=lookup_by_email, scopes=("users:read.email",)),
    "bots.info": Method(handler=bot_info, scopes=("users:read",)),
    "team.info": Method(handler=team_info, scopes=("team:read",)),
}
