"""The forms of the account pages: what is asked, and the one sentence that refuses it."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from wtforms import DateField, PasswordField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, StopValidation

from rapport.pages.form import Form
from rapport.people.password import MAX_LENGTH, refusal
from rapport.people.user import EMAIL_LIMIT, NAME_LIMIT, tidy_email
from rapport.text import TextRefused, clean

WEEKDAYS = [("1", "Mon"), ("2", "Tue"), ("3", "Wed"), ("4", "Thu"), ("5", "Fri"), ("6", "Sat"), ("7", "Sun")]
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ZONES = ["UTC", *sorted(zone for zone in available_timezones() if zone.split("/")[0] in REGIONS and "/" in zone)]
DAYS_LONGEST_LEAVE = 366


class TextField(StringField):  # type: ignore[misc]
    """One line of text, cleaned; what was typed stays in the field when it is refused."""

    def __init__(self, label: str, limit: int, empty: str, **options: Any) -> None:
        super().__init__(label, [InputRequired(empty)], **options)
        self.limit = limit

    def process_formdata(self, values: list[Any]) -> None:
        if values:
            self.data = clean(values[0], len(values[0]), one_line=True)
            clean(self.data, self.limit)

    def pre_validate(self, form: Any) -> None:
        if not self.data and not self.process_errors:
            raise StopValidation(self.validators[0].message)


class EmailField(TextField):
    """An e-mail address, in the spelling under which it is kept."""

    def __init__(self, label: str = "E-mail", **options: Any) -> None:
        super().__init__(label, EMAIL_LIMIT * 2, "Please type your e-mail address.", **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.process_errors:
            try:
                self.data = tidy_email(self.data or "")
            except TextRefused as refused:
                raise StopValidation(str(refused)) from None


class SignInForm(Form):
    email = EmailField()
    password = PasswordField("Password")


class CodeForm(Form):
    code = TextField("Code", 40, "Please type the six digits.")


class NameForm(Form):
    name = TextField("Your name", NAME_LIMIT, "Please tell us your name.")


class JoinForm(NameForm):
    email = EmailField()


class WelcomeForm(NameForm):
    working_days = SelectMultipleField("Working days", validate_choice=False)
    zone = StringField("Time zone")
    weekdays, zones = WEEKDAYS, ZONES

    def validate_working_days(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) & set("1234567"):
            raise ValidationError("Please pick at least one working day.")

    def validate_zone(self, field: StringField) -> None:
        if field.data not in ZONES:
            raise ValidationError("Please pick a time zone from the list.")

    @property
    def days(self) -> str:
        return "".join(sorted(set(self.working_days.data or ()) & set("1234567")))


class SetUpForm(JoinForm):
    password = PasswordField("Password")

    def validate_password(self, field: PasswordField) -> None:
        if field.data:
            _check_new_password(field.data, str(self.email.data), str(self.name.data))


class PasswordForm(Form):
    """`about` are the person's own name and address, which make no password."""

    current = PasswordField("Password now")
    password = PasswordField("New password")
    about: tuple[str, ...] = ()

    def validate_password(self, field: PasswordField) -> None:
        _check_new_password(field.data, *self.about)


class LeaveForm(Form):
    first_day = DateField("First day", [InputRequired("Please pick the first day away.")])
    last_day = DateField("Last day", [InputRequired("Please pick the last day away.")])

    def validate_last_day(self, field: DateField) -> None:
        first, last = self.first_day.data, field.data
        if not isinstance(first, date) or not isinstance(last, date):
            return
        if last < first:
            raise ValidationError("The last day comes before the first.")
        if (last - first).days > DAYS_LONGEST_LEAVE:
            raise ValidationError("Please enter at most one year at a time.")


def _check_new_password(typed: str | None, *about: str) -> None:
    sentence = refusal((typed or "")[: MAX_LENGTH + 1], *about)
    if sentence:
        raise ValidationError(sentence)
