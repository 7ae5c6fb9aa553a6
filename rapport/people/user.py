"""A person who can sign in."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.text import TextRefused

ROLES = ("rep", "manager", "trainer", "admin")
EMAIL_LIMIT = 254
NAME_LIMIT = 80
MONDAY_TO_FRIDAY = "12345"


class User(Model):
    """`roles` is a comma list of ROLES; `working_days` holds ISO weekdays ("12345" = Monday to Friday).

    `welcomed_at` is set when the first visit has asked for name, working days and time zone.
    `starts_on` is the first working day: before it nothing is asked of the person. `erased_at`: only counts are left.
    `sign_in_token` and `sign_in_id` are not stored: they say which device this person is here with.
    """

    __tablename__ = "users"
    __table_args__ = (Index(None, "name", "id"),)

    is_authenticated = True
    is_anonymous = False
    sign_in_token = ""
    sign_in_id = 0

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    roles: Mapped[str] = mapped_column(String(40), default="rep")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    working_days: Mapped[str] = mapped_column(String(7), default=MONDAY_TO_FRIDAY)
    created_at: Mapped[datetime] = mapped_column(Moment)
    welcomed_at: Mapped[datetime | None] = mapped_column(Moment)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)
    starts_on: Mapped[date | None] = mapped_column(Date)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def get_id(self) -> str:
        """What the session cookie holds: a token that can be revoked, never the row's id."""
        return self.sign_in_token

    def has(self, role: str) -> bool:
        return role in self.roles.split(",")

    def grant(self, role: str) -> None:
        if not self.has(role):
            self.roles = ",".join(name for name in ROLES if self.has(name) or name == role)

    def take_roles(self, roles: Iterable[str]) -> None:
        """These roles and no others, in their usual order."""
        self.roles = ",".join(name for name in ROLES if name in set(roles))


class Leave(Model):
    """Days away: streaks and reminders pause, both ends included."""

    __tablename__ = "leave"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)


def tidy_email(typed: str) -> str:
    """The one spelling under which an address is kept; raises TextRefused when it is none."""
    from email_validator import EmailNotValidError, validate_email  # not needed by most commands, and slow to load

    try:
        found = validate_email(typed.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise TextRefused("This does not look like an e-mail address.") from None
    if len(found.normalized) > EMAIL_LIMIT:
        raise TextRefused("This e-mail address is too long.")
    return found.normalized.lower()


def person_with(email: str) -> User | None:
    """The person with this address (as `tidy_email` spells it)."""
    return db.session.scalar(select(User).where(User.email == email))


def add_person(email: str, name: str, role: str, now: datetime, zone: str = "UTC") -> User:
    """A new person, who will be welcomed at their first visit; the present one if somebody was quicker."""
    person = User(email=email, name=name, roles=role, zone=zone, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        return db.session.scalars(select(User).where(User.email == email)).one()
    return person


def everybody() -> list[User]:
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def anybody() -> bool:
    """Whether the site has people at all."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def leave_of(person_id: int) -> list[Leave]:
    """A person's days away, the earliest first."""
    return list(db.session.scalars(select(Leave).where(Leave.user_id == person_id).order_by(Leave.first_day)))
