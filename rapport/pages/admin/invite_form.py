"""The form that makes an invitation."""

from typing import Self

from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from rapport.pages.form import Form
from rapport.people.invitation import MAX_DAYS, MAX_USES
from rapport.people.team import Team, all_teams
from rapport.people.user import ROLES

NO_TEAM = ("", "No team")


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
    teams: list[Team]

    @classmethod
    def blank(cls) -> Self:
        return cls(role="rep", team="", days=14, uses=20).with_teams()

    def with_teams(self) -> Self:
        self.teams = all_teams()
        return self

    @property
    def team_choices(self) -> list[tuple[str, str]]:
        return [NO_TEAM, *((str(team.id), team.name) for team in self.teams)]

    @property
    def team_id(self) -> int | None:
        return int(self.team.data) if self.team.data else None

    def validate_role(self, field: StringField) -> None:
        if field.data not in ROLES:
            raise ValidationError("Please pick a role.")
        if field.data == "manager" and not self.team.data:
            raise ValidationError("A manager leads a team: please pick one below.")

    def validate_team(self, field: StringField) -> None:
        if field.data and field.data not in {str(team.id) for team in self.teams}:
            raise ValidationError("Please pick a team from the list.")
