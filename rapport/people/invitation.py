"""A link (or its QR code) that lets people in: for one role, perhaps into one team, until a day, for so many people."""

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from rapport.database import Model, Moment, db
from rapport.people.team import Team, add_member
from rapport.people.user import User

MAX_DAYS = 365
MAX_USES = 10_000
PAGE = 50
ONE_TAP = timedelta(seconds=10)


class Invitation(Model):
    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    max_uses: Mapped[int]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class InvitationUse(Model):
    """One person who came in by this link."""

    __tablename__ = "invitation_uses"
    __table_args__ = (UniqueConstraint("invitation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)


def invite(role: str, team_id: int | None, days: int, uses: int, by_id: int | None, now: datetime) -> Invitation:
    until = now + timedelta(days=days)
    one = Invitation(role=role, team_id=team_id, made_by_id=by_id, created_at=now, expires_at=until, max_uses=uses)
    db.session.add(one)
    db.session.flush()
    return one


def just_made(role: str, team_id: int | None, days: int, uses: int, by_id: int, now: datetime) -> Invitation | None:
    """The invitation that a first tap on the same button has made: the same, by the same person, a moment ago."""
    db.session.get_one(User, by_id, with_for_update=True)  # one tap at a time
    like = select(Invitation).where(
        Invitation.made_by_id == by_id,
        Invitation.role == role,
        Invitation.team_id == team_id,
        Invitation.max_uses == uses,
        Invitation.revoked_at.is_(None),
        Invitation.created_at > now - ONE_TAP,
    )
    found = db.session.scalars(like)
    return next((one for one in found if one.expires_at - one.created_at == timedelta(days=days)), None)


def invitation_token(invitation: Invitation, secret: str) -> str:
    """What stands in the link. It is signed, not stored, so the link can be shown again."""
    return _signer(secret).dumps(invitation.id)


def invitation_for(token: str, secret: str) -> Invitation | None:
    """The invitation that a link is for, whether or not it still works."""
    try:
        return db.session.get(Invitation, int(_signer(secret).loads(token)))
    except (BadSignature, ValueError, TypeError):
        return None


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Whether one more person may come in by this link."""
    return (
        invitation.revoked_at is None and now < invitation.expires_at and uses_of(invitation.id) < invitation.max_uses
    )


def may_come_in(invitation: Invitation, person: User | None, now: datetime) -> bool:
    """Whether the link works for this person: whoever came by it before may use it again while it lasts."""
    if person is not None and _has_used(invitation.id, person.id):
        return invitation.revoked_at is None and now < invitation.expires_at
    return is_open(invitation, now)


def uses_of(invitation_id: int) -> int:
    return db.session.scalar(select(func.count()).where(InvitationUse.invitation_id == invitation_id)) or 0


def came_by(invitation_id: int) -> list[User]:
    """The people who came in by this link, the latest first."""
    people = select(User).join(InvitationUse).where(InvitationUse.invitation_id == invitation_id)
    return list(db.session.scalars(people.order_by(InvitationUse.id.desc())))


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Invitation)) or 0


def some_invitations(page: int) -> list[tuple[Invitation, int, str]]:
    """A page of invitations with how many came in by each, and its team's name; the newest first, pages from 1."""
    uses = select(func.count()).where(InvitationUse.invitation_id == Invitation.id).scalar_subquery()
    every = select(Invitation, uses, Team.name).join(Team, Team.id == Invitation.team_id, isouter=True)
    found = db.session.execute(every.order_by(Invitation.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
    return [(one, count, team or "") for one, count, team in found]


def follow_merge(team_id: int, into_id: int) -> None:
    """Links into a team that becomes part of another one lead there."""
    db.session.execute(update(Invitation).where(Invitation.team_id == team_id).values(team_id=into_id))


def revoke_of_team(team_id: int, now: datetime) -> int:
    """Close the links into a team that goes away, and say how many were open: nobody comes in without a team."""
    links = update(Invitation).where(Invitation.team_id == team_id, Invitation.revoked_at.is_(None))
    return len(db.session.execute(links.values(revoked_at=now).returning(Invitation.id)).all())


def lock(invitation_id: int) -> Invitation | None:
    """The invitation, held until the end of the transaction so that its last use is given once."""
    return db.session.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())


def accept(invitation: Invitation, person: User, now: datetime) -> None:
    """Let a person in: role, team, and a row for the use. The caller holds the lock and has asked `is_open`."""
    person.grant(invitation.role)
    if invitation.team_id is not None:
        add_member(invitation.team_id, person.id, now, manages=invitation.role == "manager")
    if not _has_used(invitation.id, person.id):
        db.session.add(InvitationUse(invitation_id=invitation.id, user_id=person.id, at=now))
        db.session.flush()


def _has_used(invitation_id: int, person_id: int) -> bool:
    use = select(InvitationUse.id).where(
        InvitationUse.invitation_id == invitation_id, InvitationUse.user_id == person_id
    )
    return db.session.scalar(use) is not None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="invitation")
