"""A nudge: a few words to one person, offered and editable, as often as the budget allows."""

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock, jobs, mail
from rapport.assignments.due import owed_by
from rapport.coaching.budget import MOST, sentence
from rapport.coaching.nudge import NUDGE_LIMIT, NudgeRefused, budget_of, nudge
from rapport.database import db
from rapport.pages.manager.blueprint import bp, find_person, note, this_manager
from rapport.pages.manager.nudge_words import Offer, offers
from rapport.pages.rep.blueprint import this_shelf
from rapport.pages.rep.posted import new_fact_id, posted_id
from rapport.people.user import User
from rapport.progress.of_rep import progress_of
from rapport.text import TextRefused, clean

MAIL = """{text}

{manager}

--
{manager} leads your team and sent you this from Rapport: {address}
To answer, write to {reply_to}.
At most {most} such mails reach you in 14 days, however many managers you have.
"""


@bp.route("/team/people/<int:rep_id>/nudge", methods=["GET", "POST"])
def nudge_page(rep_id: int) -> ResponseReturnValue:
    """Words to pick from, what is left of the budget, and why it has to wait where it has to; a post sends."""
    person = find_person(rep_id)
    if request.method == "POST":
        return _sent(person, request.form.get("text", ""))
    offered = _offers(person)
    chosen = request.args.get("offer", 1, type=int)
    text = offered[chosen - 1].text if 0 < chosen <= len(offered) else ""
    return _page(person, offered, text, new_fact_id())


def _sent(person: User, typed: str) -> ResponseReturnValue:
    try:
        text = clean(typed, NUDGE_LIMIT)
        if not text:
            raise TextRefused("Please write a few words.")
        _send(person, text)
    except (TextRefused, NudgeRefused) as refused:
        return _page(person, _offers(person), typed, posted_id(), str(refused)), 422
    db.session.commit()
    flash(f"Sent. {person.first_name} finds it on Today and in the mail.")
    return redirect(f"/team/people/{person.id}", 303)


def _send(person: User, text: str) -> None:
    """Store the nudge, write the mail and the audit row; nothing of it when this form was sent before."""
    by, now = this_manager(), clock.now()
    if not nudge(posted_id(), by.id, person.id, text, now):
        return
    letter = MAIL.format(
        text=text, manager=by.name, address=current_app.config["BASE_URL"], reply_to=by.email, most=MOST
    )
    note("nudged", person.email)
    jobs.soon("send_mail", mail.write(person.email, f"A few words from {by.name}", letter, now).id)


def _offers(person: User) -> list[Offer]:
    today = clock.today(person.zone)
    return offers(person, this_shelf(), progress_of(person.id), owed_by(person.id, today), today)


def _page(person: User, offered: list[Offer], text: str, fact_id: str, error: str = "") -> str:
    left, today = budget_of(person, clock.now()), clock.today(person.zone)
    refusal = sentence(person.first_name, left, today)
    return render_template(
        "manager/nudge.html",
        person=person,
        offers=offered,
        text=text,
        fact_id=fact_id,
        error="" if error == refusal else error,
        refusal=refusal,
        budget=left,
        most=MOST,
        limit=NUDGE_LIMIT,
        today=today,
        posted=request.method == "POST",
        tab="team",
    )
