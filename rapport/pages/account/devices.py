"""Where one is signed in, and ending it there. Me shows the list by including `account/_devices.html`."""

from dataclasses import dataclass

from flask import Flask, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from rapport import clock
from rapport.database import db
from rapport.pages.account import presence
from rapport.pages.account.blueprint import bp
from rapport.pages.guard import for_the_signed_in
from rapport.pages.words import happened
from rapport.people import audit, sign_in
from rapport.people.user import User


@dataclass(frozen=True)
class Device:
    """`seen` is in the person's own words and time zone: "today, 14:05"."""

    id: int
    label: str
    seen: str
    is_this: bool


def register(app: Flask) -> None:
    app.jinja_env.globals["devices_of"] = devices_of


def devices_of(person: User) -> list[Device]:
    """A person's devices, the latest used first; one statement."""
    today = clock.today(person.zone)
    return [
        Device(one.id, one.device, happened(one.last_seen_at, person.zone, today), one.id == person.sign_in_id)
        for one in sign_in.devices_of(person, clock.now())
    ]


@bp.post("/me/devices/<int:device_id>/revocation")
@for_the_signed_in
def revoke_device(device_id: int) -> ResponseReturnValue:
    now = clock.now()
    if not sign_in.revoke(current_user.id, device_id, now):
        abort(404)
    audit.note(current_user.id, "signed a device out", f"device {device_id}", request.remote_addr or "", now)
    db.session.commit()
    if device_id == current_user.sign_in_id:
        presence.leave()
        return redirect(url_for("account.sign_in"), 303)
    flash("Signed out there.")
    return redirect(url_for("rep.me") + "#devices", 303)
