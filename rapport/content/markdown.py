"""Markdown → HTML that is safe to show: own pictures only, no scripts, no styles, no ids that could clash.

Made once, when a library is published. What authors write is sanitised first; labels, stories, footnotes
and wrappers are put in afterwards, so that nobody can write one of those by hand.
"""

from functools import lru_cache
from threading import local
from types import MappingProxyType
from typing import Any

from markdown import Markdown

from rapport.content import finish
from rapport.content.labels import TOKENS, LabelExtension, Notes
from rapport.content.sanitise import clean, clean_inline
from rapport.content.tidy import bounded, shown, tidy

EXTENSIONS = [
    "tables",
    "sane_lists",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.quotes",
    "pymdownx.tilde",
    "pymdownx.magiclink",
]
CONFIGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.superfences": {"disable_indented_code_blocks": False},
}
BLOCK_PARSERS = ("indent", "code", "table", "hashheader", "setextheader", "hr", "olist", "ulist", "reference", "quote")
BLOCK_READERS = ("html_block", "fenced_code_block")
NO_SIZES: finish.Sizes = MappingProxyType({})
_kept = local()


def render(
    text: str, media: str = "", footnotes: dict[str, str] | None = None, pictures: finish.Sizes = NO_SIZES
) -> str:
    """HTML of a text; `media` is put before the names of its pictures, `footnotes` are notes defined elsewhere,
    `pictures` says how large they are."""
    source, own = tidy(TOKENS.sub("", text))
    notes = Notes({**(footnotes or {}), **own})
    html = clean(_converted(source, notes), media)
    html = finish.pictures(finish.blocks(html), media, pictures)
    return finish.notes(
        html, notes, lambda note: finish.blocks(clean(_converted(tidy(TOKENS.sub("", note))[0], Notes({})), media))
    )


@lru_cache(maxsize=4096)
def render_inline(text: str) -> str:
    """HTML of one line (a title, a choice): emphasis, code, links and grade labels, but no blocks."""
    notes = Notes({})
    engine = _inline_engine()
    engine.labels.notes = notes
    html = clean_inline(_convert(engine, bounded(" ".join(TOKENS.sub("", text).split()))))
    return finish.notes(html, notes, lambda note: "")


def _converted(source: str, notes: Notes) -> str:
    engine = _engine()
    engine.labels.notes = notes
    return _convert(engine, source)


def _convert(engine: "_Engine", source: str) -> str:
    """Nothing that an author writes may stop publishing: text nested too deeply is shown as it is."""
    engine.reset()
    try:
        return shown(engine.convert(source))
    except RecursionError:
        _kept.__dict__.clear()  # an engine that was stopped half-way is not to be used again
        return "<p>" + source.replace("&", "&amp;").replace("<", "&lt;") + "</p>"


class _Engine(Markdown):
    """Markdown with our extensions; it remembers the pattern for labels, which needs the notes of each text."""

    def __init__(self) -> None:
        self.labels = LabelExtension()
        super().__init__(extensions=[*EXTENSIONS, self.labels], extension_configs=CONFIGS, output_format="html")


def _engine() -> _Engine:
    if not hasattr(_kept, "engine"):
        _kept.engine = _Engine()
    engine: _Engine = _kept.engine
    return engine


def _inline_engine() -> _Engine:
    if not hasattr(_kept, "inline"):
        _kept.inline = _Engine()
        for name in BLOCK_PARSERS:
            _kept.inline.parser.blockprocessors.deregister(name)
        for name in BLOCK_READERS:
            _kept.inline.preprocessors.deregister(name)
    engine: _Engine = _kept.inline
    return engine
