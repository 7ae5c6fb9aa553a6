"""What the site noted about a person by itself: at the door, in the outgoing box, in the audit. Part of their own data.

Where others had a hand in it their name may stand there, but never their e-mail, nor from where they came.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from rapport.assignments.campaign import Campaign
from rapport.assignments.reaction import Reaction
from rapport.catalogue.publication import Publication
from rapport.database import db
from rapport.exchange.upload import Upload
from rapport.mail import Mail
from rapport.people.audit import AuditRow
from rapport.people.invitation import Invitation, InvitationUse
from rapport.people.sign_in import SignIn
from rapport.people.sign_in_code import SignInCode
from rapport.people.sign_in_try import SignInTry
from rapport.people.user import User

SECRETS = {"password_hash", "token_hash", "code_hash"}

Row = dict[str, Any]


def own_trail(person_id: int, email: str) -> dict[str, list[Row]]:
    """Sign-ins, tries, codes, mails, invitations, publications, and what the person did or others did about them."""
    return {
        "sign_ins": rows(SignIn, SignIn.user_id == person_id),
        "sign_in_tries": [_try(row) for row in rows(SignInTry, SignInTry.email == email)],
        "sign_in_codes": [row | {"id": None} for row in rows(SignInCode, SignInCode.email == email)],
        "mails": rows(Mail, Mail.to == email),
        "invitations_made": rows(Invitation, Invitation.made_by_id == person_id),
        "invitation_uses": rows(InvitationUse, InvitationUse.user_id == person_id),
        "campaigns_made": rows(Campaign, Campaign.made_by_id == person_id),
        "reactions": rows(Reaction, Reaction.by_id == person_id),
        "uploads": [_upload(row) for row in rows(Upload, Upload.by_id == person_id)],
        "publications": rows(Publication, Publication.by_id == person_id),
        "acts": [_act(row, email) for row in rows(AuditRow, AuditRow.by_id == person_id)],
        "acts_about_me": _acts_about(person_id, email),
    }


def rows(kind: Any, own: Any) -> list[Row]:
    """The rows of a table that are the person's own, as plain values and without secrets."""
    table = kind.__table__
    columns = [column for column in table.columns if column.name not in SECRETS]
    found = db.session.execute(select(*columns).where(own).order_by(*table.primary_key.columns))
    return [plain(row) for row in found.mappings()]


def plain(row: Any) -> Row:
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in row.items()}


def _try(row: Row) -> Row:
    """A try that did not come from this person tells that it was made, not who may have made it."""
    return row if row["known"] or row["worked"] else row | {"address": ""}


def _upload(row: Row) -> Row:
    """Without what was in the file, which is about others."""
    return row | {"rows": None, "leaving": None}


def _act(row: Row, email: str) -> Row:
    """What the person did, without who else it was about."""
    own = row["about"] == email or row["about_id"] == row["by_id"]
    others = not own and ("@" in row["about"] or row["about_id"] is not None)
    return row | {"about_id": None} | ({"about": "somebody else"} if others else {})


def _acts_about(person_id: int, email: str) -> list[Row]:
    """Acts of others; without a name it was done at the command line, or by somebody who is not here any more."""
    acts = select(AuditRow.id, AuditRow.at, AuditRow.what, User.name.label("by"))
    others = AuditRow.by_id.is_distinct_from(person_id)
    about_me = or_(AuditRow.about_id == person_id, AuditRow.about == email)
    found = acts.join(User, User.id == AuditRow.by_id, isouter=True).where(about_me, others)
    return [plain(row) for row in db.session.execute(found.order_by(AuditRow.id)).mappings()]
