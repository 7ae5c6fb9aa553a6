"""What the address of a team page asks to see, and the addresses of the same page that ask for something else."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from flask import request

from rapport.catalogue.shelf import Shelf
from rapport.pages.manager.blueprint import page_asked_for
from rapport.progress.board import Query
from rapport.text import TextRefused, clean

SHOW = (
    ("", "All"),
    ("needs", "Needs you"),
    ("late", "Late"),
    ("in progress", "On the way"),
    ("not started", "Not started"),
    ("done", "Done"),
)
SORT = (("need", "Who needs you"), ("name", "Name"), ("done", "Most done"), ("last", "Last active"))
LONGEST_SEARCH = 80


def asked_for(shelf: Shelf) -> Query:
    """What the address says, as far as it makes sense; the rest is as if it had not been said."""
    return Query(
        search=_searched(),
        only=_one_of("only", [key for key, _ in SHOW]),
        module=_one_of("module", ["", *(module.key for module in shelf.modules)]),
        sort=_one_of("sort", [key for key, _ in SORT]),
        page=page_asked_for(),
    )


def address(url: str, query: Query, **other: Any) -> str:
    """The page at `url` with what is asked for now, and something other; from its first page unless one is named."""
    usual = asdict(Query())
    asked = asdict(replace(query, **{"page": 1, **other}))
    said = urlencode({name: value for name, value in asked.items() if value != usual[name]})
    return f"{url}{'?' if said else ''}{said}#people"


def _one_of(name: str, known: list[str]) -> str:
    asked = request.args.get(name, "")
    return asked if asked in known else known[0]


def _searched() -> str:
    try:
        return clean(request.args.get("search", ""), LONGEST_SEARCH, one_line=True)
    except TextRefused:
        return ""
