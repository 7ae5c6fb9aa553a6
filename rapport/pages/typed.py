"""What a person typed into a form that could not be taken: an error page shows it again, so that no word is lost."""

from flask import request
from werkzeug.exceptions import HTTPException

WORDS = {"text", "when", "when_own", "then", "then_own", "note", "why", "limits", "title", "to_change", "to_keep"}
BEGIN = ("text-", "field.")


def typed_words() -> list[str]:
    """The words in the order of the form; nothing where no form came, or one that is too large to read."""
    try:
        items = list(request.form.items()) if request.method == "POST" else []
    except HTTPException:
        return []
    return [words.strip() for name, words in items if _is_written(name) and words.strip()]


def _is_written(name: str) -> bool:
    return name in WORDS or name.startswith(BEGIN)
