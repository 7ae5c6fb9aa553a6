"""The form that makes an invitation."""

from typing import Self

from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from rapport.pages.admin.team_pick import TeamPick
from rapport.pages.form import Form
from rapport.people.invitation import MAX_DAYS, MAX_USES
from rapport.people.outline import Outline, outline
from rapport.people.user import ROLES
from rapport.text import TextRefused


class InviteForm(Form):
    role = StringField("Role")
    team = StringField("Team")
    days = IntegerField(
        "Works for how many days",
        [
            InputRequired("Please say for how many days."),
            NumberRange(1, MAX_DAYS, f"Please choose 1 to {MAX_DAYS} days."),
        ],
    )
    uses = IntegerField(
        "For how many people",
        [
            InputRequired("Please say for how many people."),
            NumberRange(1, MAX_USES, f"Please choose 1 to {MAX_USES:,} people."),
        ],
    )
    outline: Outline
    team_id: int | None = None

    @classmethod
    def blank(cls, team: str = "") -> Self:
        """The form as it is first shown; for a team where the way here came from one."""
        return cls(role="rep", team=team, days=14, uses=20).with_teams()

    def with_teams(self) -> Self:
        self.outline = outline()
        return self

    @property
    def pick(self) -> TeamPick:
        return TeamPick(self.outline, self.team.data or "")

    def validate_role(self, field: StringField) -> None:
        if field.data not in ROLES:
            raise ValidationError("Please pick a role.")
        if field.data == "manager" and not self.team.data:
            raise ValidationError("A manager leads a team: please pick one below.")

    def validate_team(self, field: StringField) -> None:
        try:
            self.team_id = self.outline.meant(field.data or "")
        except TextRefused as refused:
            raise ValidationError(str(refused)) from None
