"""What a manager says to one person: signed off, sent back, a reply; and what they note for themselves."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.coaching import help, note, reply
from rapport.coaching.sign_off import COMMENT_LIMIT, SENT_BACK, SIGNED, Verdict, decide
from rapport.database import db
from rapport.learning.reflection import shared_of
from rapport.pages.manager.blueprint import bp, find_person, this_manager
from rapport.pages.manager.blueprint import note as note_act
from rapport.pages.manager.person import entry_page, find_entry, person_page, this_shelf
from rapport.pages.manager.written import Written, chosen, written
from rapport.pages.words import counted
from rapport.people.user import User
from rapport.progress import pulse

SAY_SOMETHING = "Please write a few words."
SAY_WHY = "Please say why, so that it can be put right."
NOTHING = "Nothing is waiting here."


@bp.post("/team/people/<int:rep_id>/sign-off")
def sign_off(rep_id: int) -> ResponseReturnValue:
    """Sign off what was ticked by the button: one entry, all of an exercise, or everything that waits."""
    rep = find_person(rep_id)
    typed = written(f"sign-off-{request.form.get('place', '')}")
    comment = typed.clean(COMMENT_LIMIT)
    if typed.error:
        return person_page(rep, typed), 422
    flash(_sign(rep, typed, chosen("only") or chosen("version"), comment))
    return _to_card(rep)


@bp.post("/team/people/<int:rep_id>/entries/<uuid:entry_id>/sign-off")
def sign_entry(rep_id: int, entry_id: UUID) -> ResponseReturnValue:
    """Sign one entry off with a comment, or send it back with the reason."""
    rep = find_person(rep_id)
    entry = find_entry(rep, entry_id)
    back = request.form.get("result") == SENT_BACK
    typed = written("back" if back else "sign")
    text = typed.clean(COMMENT_LIMIT, SAY_WHY if back else "")
    if typed.error:
        return entry_page(rep, entry, typed), 422
    flash(_send_back(rep, typed, chosen("version"), text) if back else _sign(rep, typed, chosen("version"), text))
    return _to_card(rep)


@bp.post("/team/people/<int:rep_id>/entries/<uuid:entry_id>/replies")
def reply_to_entry(rep_id: int, entry_id: UUID) -> ResponseReturnValue:
    """Say something about an entry."""
    rep = find_person(rep_id)
    entry = find_entry(rep, entry_id)
    typed = written("reply")
    text = typed.clean(reply.REPLY_LIMIT, SAY_SOMETHING)
    if typed.error:
        return entry_page(rep, entry, typed), 422
    _reply(rep, typed, "entry", entry.root_id, text)
    return redirect(url_for("manager.person_entry", rep_id=rep.id, entry_id=entry.root_id), 303)


@bp.post("/team/people/<int:rep_id>/reflections/<uuid:shared_id>/replies")
def reply_to_reflection(rep_id: int, shared_id: UUID) -> ResponseReturnValue:
    """Say something about a reflection that is shared."""
    rep = find_person(rep_id)
    typed = written(f"reply-{shared_id}")
    text = typed.clean(reply.REPLY_LIMIT, SAY_SOMETHING)
    if not any(item.root_id == str(shared_id) for item in shared_of(rep.id)):
        abort(404)
    if typed.error:
        return person_page(rep, typed), 422
    _reply(rep, typed, "reflection", str(shared_id), text)
    return _to_card(rep)


@bp.post("/team/people/<int:rep_id>/help/<uuid:request_id>/answer")
def answer_help(rep_id: int, request_id: UUID) -> ResponseReturnValue:
    """Answer a raised hand in words, which takes it down."""
    rep = find_person(rep_id)
    asked = help.request_of(rep.id, str(request_id)) or abort(404)
    typed = written(f"reply-{request_id}")
    text = typed.clean(reply.REPLY_LIMIT, SAY_SOMETHING)
    if typed.error:
        return person_page(rep, typed), 422
    help.answer(rep.id, asked.id, this_manager().id, clock.now())
    pulse.refresh([rep.id], clock.now(), this_shelf())
    _reply(rep, typed, "help", asked.id, text)
    return _to_card(rep)


@bp.post("/team/people/<int:rep_id>/notes")
def write_note(rep_id: int) -> ResponseReturnValue:
    """Note something for oneself."""
    rep = find_person(rep_id)
    typed = written("note")
    text = typed.clean(note.NOTE_LIMIT, SAY_SOMETHING)
    if typed.error:
        return person_page(rep, typed), 422
    if note.write_note(typed.form_id, this_manager().id, rep.id, text, clock.now()):
        note_act("wrote a note", rep.email, rep.id)
    db.session.commit()
    flash("Noted. Only you can read it here.")
    return _to_card(rep, "notes")


@bp.post("/team/people/<int:rep_id>/notes/<uuid:note_id>/removal")
def remove_note(rep_id: int, note_id: UUID) -> ResponseReturnValue:
    """Throw a note away; the second tap finds nothing left to do."""
    rep = find_person(rep_id)
    if note.remove_note(str(note_id), this_manager().id, rep.id):
        note_act("removed a note", rep.email, rep.id)
    db.session.commit()
    flash("The note is gone.")
    return _to_card(rep, "notes")


def _sign(rep: User, typed: Written, versions: list[str], comment: str) -> str:
    return _decide(rep, Verdict(typed.form_id, this_manager().id, SIGNED, comment), versions, "Signed off")


def _send_back(rep: User, typed: Written, versions: list[str], reason: str) -> str:
    return _decide(rep, Verdict(typed.form_id, this_manager().id, SENT_BACK, reason), versions, "Sent back")


def _decide(rep: User, verdict: Verdict, versions: list[str], done: str) -> str:
    """Say it about these versions, and tell in a sentence for how many it holds now."""
    now = clock.now()
    count, new = decide(verdict, rep.id, versions, this_shelf(), now)
    if new:
        note_act("signed off entries" if verdict.result == SIGNED else "sent an entry back", rep.email, rep.id)
        pulse.refresh([rep.id], now, this_shelf())
    db.session.commit()
    return _told(done, count, len(set(versions)) - count)


def _told(done: str, count: int, missed: int) -> str:
    words = [f"{done}: {counted(count, 'entries')}."] if count else []
    if missed:
        words.append(f"{'One has' if missed == 1 else f'{missed} have'} changed meanwhile: please look again.")
    return " ".join(words) or NOTHING


def _reply(rep: User, typed: Written, about: str, subject_id: str, text: str) -> None:
    if reply.reply(typed.form_id, this_manager().id, rep.id, about, subject_id, text, clock.now()):
        note_act("wrote a reply", rep.email, rep.id)
    db.session.commit()
    flash(f"Sent. {rep.first_name} reads it on Today.")


def _to_card(rep: User, place: str = "") -> ResponseReturnValue:
    return redirect(url_for("manager.person", rep_id=rep.id, _anchor=place or None), 303)
