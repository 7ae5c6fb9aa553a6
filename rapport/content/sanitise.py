"""What HTML may stay: a short list of tags, no ids, no classes but a callout's, no address but our own pictures and plain links."""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import nh3

from rapport.content.labels import TOKENS

INLINE = {"a", "b", "br", "code", "del", "em", "i", "kbd", "s", "strong", "sub", "sup"}
BLOCKS = INLINE | {
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "input": {"type", "checked"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
CALLOUTS = {"admonition", "note", "tip", "important", "warning", "caution"}
SCHEMES = {"http", "https", "mailto", "tel"}
PICTURE = re.compile(
    r"(?:\./)?(?:(?:\.\./)+lessons/[a-z0-9-]+/)?([^/\\?#:\x00-\x1f]{1,120}\.(?:png|jpe?g|gif|webp|avif|svg))",
    re.IGNORECASE,
)
LESSON = re.compile(r"(?:\./)?(?:(?:\.\./)+(?:lessons/)?([a-z0-9-]+)/)?(?:[0-9]{2,3}-([a-z0-9-]+)|module)\.md")
PLAIN_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))", re.IGNORECASE)
SLASHES = re.compile(r"[\\\s\x00-\x1f]")


def clean(html: str, media: str) -> str:
    """Safe HTML of a text; pictures get `media` ("/media/<module>/") before their name."""
    return nh3.clean(
        html,
        tags=BLOCKS,
        clean_content_tags={"script", "style"},
        attributes={**ATTRIBUTES, "*": set()},
        allowed_classes={"div": CALLOUTS, "p": {"admonition-title"}},
        attribute_filter=_filter(media),
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def clean_inline(html: str) -> str:
    """Safe HTML of a line."""
    return nh3.clean(
        html,
        tags=INLINE,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "*": set()},
        attribute_filter=_filter(""),
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _filter(media: str) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        value = TOKENS.sub("", value)
        if attribute == "src":
            return own_picture(value, media)
        if attribute == "href":
            return own_link(value, media)
        return value

    return keep


def own_picture(address: str, media: str) -> str | None:
    """The address of a picture beside the lesson; None for any other."""
    match = PICTURE.fullmatch(unquote(address))
    return media + quote(match[1]) if match and ".." not in match[1] else None


def own_link(address: str, media: str) -> str | None:
    """A plain link, or the page of the lesson that a link to a file means; None for any other."""
    if SLASHES.search(address):
        return None
    if PLAIN_LINK.match(address):
        return address
    match = LESSON.fullmatch(address)
    if match:
        module = match[1] or media.removeprefix("/media/").rstrip("/")
        return f"/lessons/{module}/{match[2]}" if match[2] else f"/modules/{module}"
    return own_picture(address, media) if media else None
