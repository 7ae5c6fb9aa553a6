"""Keys, fingerprints and "did you mean": the small change that every parser here uses."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import blake2s

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY_LIMIT = 60


def slug(text: str, limit: int = 40) -> str:
    """`text` as a key: small letters, digits and hyphens; empty when nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    kept = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return kept if len(kept) <= limit else kept[: limit + 1].rpartition("-")[0] or kept[:limit]


def anchor(title: str) -> str:
    """What a link to a heading says behind its #, as GitHub makes it: small letters, no punctuation, - for each blank."""
    return re.sub(r"[^\w\- ]", "", one_line(title).lower()).replace(" ", "-")


def is_key(text: str) -> bool:
    return len(text) <= KEY_LIMIT and KEY.fullmatch(text) is not None


def fingerprint(*parts: str) -> str:
    """Changes whenever one of `parts` does."""
    return _hash(parts, 16)


def short_hash(text: str, size: int = 3) -> str:
    """2 × `size` hex digits; the same for texts that differ in blanks only."""
    return _hash((one_line(text),), size)


def one_line(text: str) -> str:
    return " ".join(text.split())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean "…"?' with a blank before it, or nothing."""
    close = get_close_matches(word.strip().lower(), list(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def _hash(parts: tuple[str, ...], size: int) -> str:
    told_apart = "\x1f".join(parts)
    return blake2s(told_apart.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
