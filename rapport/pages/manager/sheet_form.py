"""An observation sheet as it is filled in: what was tapped and typed, and one kind sentence where something is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.coaching.observation import Observation, ObservationRefused
from rapport.coaching.sheet import COMMENT, Filled, Sheet
from rapport.learning.refusal import Refusal
from rapport.pages.rep.entry_form import EntryForm, name_of
from rapport.pages.rep.posted import new_fact_id, posted, posted_id


@dataclass
class SheetForm(EntryForm):
    """`note` is what the manager will say to the rep."""

    note: str = ""
    note_error: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.problem or self.note_error)

    @property
    def filled(self) -> Filled:
        return Filled(self.fact_id, self.values, self.note)

    def take(self, refused: Refusal | ObservationRefused) -> None:
        """Say why it was not kept, where it is wrong; sent again, it is another form."""
        if isinstance(refused, ObservationRefused):
            self.problem = str(refused)
        elif refused.field == COMMENT:
            self.note_error = refused.sentence
        else:
            self.refuse(refused.sentence, refused.field)
        self.fact_id = new_fact_id()


def sent(sheet: Sheet) -> SheetForm:
    """What a manager filled in, as it came."""
    form: Mapping[str, str] = posted()
    given = {item["key"]: form.get(name_of(item["key"]), "") for item in sheet.fields}
    return SheetForm(posted_id(), given, note=form.get("note", ""))


def kept_before(latest: Observation) -> SheetForm:
    """A form that holds what was kept, to correct it."""
    return SheetForm(values={item["key"]: item["value"] for item in latest.values}, note=latest.comment)
