"""Text from outside, cleaned once at the edge: one rule for both databases.

SQLite's driver fails on a lone surrogate and PostgreSQL refuses NUL, so neither may pass.
"""

import unicodedata


class TextRefused(ValueError):
    """The text cannot be kept; the message is one sentence for the person who typed it."""


def clean(value: object, limit: int, one_line: bool = False) -> str:
    """`value` without NUL, lone surrogates and control characters, line ends as \\n, ends trimmed.

    Raises TextRefused when it is not text, or longer than `limit` characters.
    """
    if not isinstance(value, str):
        raise TextRefused("This should be text.")
    text = value if value.isprintable() else _without_controls(value)
    text = " ".join(text.split()) if one_line else text.strip()
    if len(text) > limit:
        raise TextRefused(f"Please keep this under {limit:,} characters (it has {len(text):,}).")
    return text


def _without_controls(value: str) -> str:
    return "".join(character for character in value.replace("\r\n", "\n").replace("\r", "\n") if _kept(character))


def _kept(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
