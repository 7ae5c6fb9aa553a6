"""A form of an account or admin page. CSRF is checked for every write alike, so forms need not care."""

import wtforms


class Form(wtforms.Form):  # type: ignore[misc]
    """WTForms' form, which tells of each refused field one sentence, the first."""

    @property
    def sentences(self) -> dict[str, str]:
        return {name: errors[0] for name, errors in self.errors.items() if name and errors}
