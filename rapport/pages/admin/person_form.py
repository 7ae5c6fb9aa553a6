"""What an admin says about a person: name, address, roles, first working day."""

from datetime import date

from wtforms import DateField, SelectMultipleField, ValidationError
from wtforms.validators import Optional

from rapport.pages.account.forms import EmailField, TextField
from rapport.pages.form import Form
from rapport.people.user import NAME_LIMIT, ROLES

EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)


class PersonForm(Form):
    """`keeps_admin` is set for the admin's own page: nobody shuts the door behind themselves."""

    name = TextField("Name", NAME_LIMIT, "Please type a name.")
    email = EmailField()
    roles = SelectMultipleField("Roles", validate_choice=False)
    starts_on = DateField("First working day", [Optional()])
    keeps_admin = False

    def validate_roles(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) & set(ROLES):
            raise ValidationError("Please pick at least one role.")
        if self.keeps_admin and "admin" not in field.data:
            raise ValidationError("You run this site. Another admin can take this role from you.")

    def validate_starts_on(self, field: DateField) -> None:
        if field.data and not EARLIEST <= field.data <= LATEST:
            raise ValidationError("Please pick a day of this century.")
