"""What a manager typed about somebody, and one kind sentence where it could not be taken: no word is lost."""

from dataclasses import dataclass, field

from flask import request

from rapport.pages.rep.posted import new_fact_id, posted, posted_id, uuid_or_none
from rapport.text import TextRefused, clean


@dataclass
class Written:
    """`place` says which of a page's forms it was typed into."""

    place: str = ""
    form_id: str = field(default_factory=new_fact_id)
    text: str = ""
    error: str = ""

    def clean(self, limit: int, missing: str = "") -> str:
        """The text as it is kept. Where it cannot be, `error` says why; `missing` does so where there must be one."""
        try:
            text = clean(self.text, limit)
        except TextRefused as refused:
            self.error = str(refused)
            return ""
        self.error = missing if not text else ""
        return text


def written(place: str) -> Written:
    """What came in just now."""
    return Written(place, posted_id(), posted().get("text", ""))


def chosen(name: str, most: int = 500) -> list[str]:
    """The ids that a form names: they are only ever compared with those of the person's own things."""
    return [fact_id for typed in request.form.getlist(name)[:most] if (fact_id := uuid_or_none(typed))]
