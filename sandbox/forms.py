"""What Slack's own modal checks before the app hears of a submission."""

import re
from contextlib import suppress

from sandbox.files import StoredFile
from sandbox.payload import Json, a_copy

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REQUIRED = "Please complete this required field."


def errors_in(view: Json) -> dict[str, str]:
    """List the input blocks that Slack would not let a person submit, with what it tells them."""
    errors = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            entry = view["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
            error = _error(element, _entered(entry), optional=bool(block.get("optional")))
            if error:
                errors[block["block_id"]] = error
    return errors


def with_file_objects(values: Json, files: dict[str, StoredFile], base_url: str) -> Json:
    """Put whole file objects where the page named files by id, as a submission carries them."""
    result = a_copy(values)
    for elements in result.values():
        for entry in elements.values():
            if entry.get("type") == "file_input":
                entry["files"] = [
                    files[each["id"]].as_json(base_url)
                    for each in entry.get("files") or []
                    if each["id"] in files
                ]
    return result


def input_blocks(view: Json) -> set[str]:
    """Give the ids of the blocks that can show an error."""
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def _entered(entry: Json) -> object:
    return next((value for name, value in entry.items() if name != "type"), None)


def _error(element: Json, entered: object, *, optional: bool) -> str:
    if entered in (None, "", []):
        return "" if optional else _REQUIRED
    checks = {
        "plain_text_input": _text_error,
        "number_input": _number_error,
        "email_text_input": _email_error,
        "url_text_input": _url_error,
        "file_input": _files_error,
    }
    check = checks.get(element["type"])
    return check(element, entered) if check is not None else ""


def _text_error(element: Json, entered: object) -> str:
    length = len(str(entered))
    least, most = element.get("min_length") or 0, element.get("max_length") or 3_000
    if length < least:
        return f"This field must have at least {least} characters."
    if length > most:
        return f"This field must have at most {most} characters."
    return ""


def _number_error(element: Json, entered: object) -> str:
    number = None
    with suppress(ValueError):
        number = float(str(entered)) if element.get("is_decimal_allowed") else int(str(entered))
    if number is None:
        return "Please enter a valid number."
    if element.get("min_value") and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if element.get("max_value") and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def _email_error(_element: Json, entered: object) -> str:
    return "" if _EMAIL.fullmatch(str(entered)) else "Please enter a valid email address."


def _url_error(_element: Json, entered: object) -> str:
    return "" if re.match(r"https?://\S+", str(entered)) else "Please enter a valid URL."


def _files_error(element: Json, entered: object) -> str:
    files: list[Json] = entered if isinstance(entered, list) else []
    if len(files) > element.get("max_files", 10):
        return f"Please choose at most {element.get('max_files', 10)} files."
    kinds = [kind.lower().lstrip(".") for kind in element.get("filetypes") or []]
    for file in files:
        if kinds and file["name"].rsplit(".", 1)[-1].lower() not in kinds:
            return f"{file['name']} is not one of the supported file types: {', '.join(kinds)}."
        if file["size"] > 10 * 1024 * 1024:
            return f"{file['name']} is larger than 10 MB."
    return ""
