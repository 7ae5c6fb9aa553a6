"""What a rep's form brings: words, the id of the fact it will make, the edition of the lesson it was drawn from."""

from uuid import UUID, uuid4

from flask import request


def posted() -> dict[str, str]:
    """The boxes as they were filled in, without NUL, which neither a keyboard makes nor PostgreSQL keeps."""
    return {name: value.replace("\x00", "") for name, value in request.form.items()}


def posted_id() -> str:
    """The id that the form carries, or a fresh one when it was lost on the way."""
    return uuid_or_none(request.form.get("fact_id", "")) or new_fact_id()


def seen_edition() -> str:
    """The fingerprint that the form carries: its lesson as the person saw it, however it has changed since."""
    return request.form.get("fingerprint", "")


def new_fact_id() -> str:
    """An id for the fact that a form will make: a double tap sends the same one twice."""
    return str(uuid4())


def uuid_or_none(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None
