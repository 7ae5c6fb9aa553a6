"""Rosa's field work on her phone: logging in a few taps, without a network, without scripts, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from support.lessons import PLAN, REFLECTION, exercise, form_field, make_lesson

from rapport.database import db
from rapport.learning.entry import entries_of
from rapport.learning.plan import outcomes_of, plans_of
from rapport.learning.reflection import reflections_of
from rapport.people.user import User

LESSON = "/lessons/made/ten-calls"
CALLS = f"{LESSON}/exercises/calls"
Visit = Callable[..., Page]
FIELDS = [
    form_field("who", label="Who? A nickname or initials", required=True),
    form_field("how", "scale", label="How are we doing?", low=1, high=5),
    form_field("stop", "long", label="What should we stop doing?"),
    form_field("refer", "choice", label="Would they refer us?", options=["yes", "not yet"]),
    form_field("promise", label="What did you promise?"),
    form_field("by", "date", label="By when?"),
]


@pytest.fixture(autouse=True)
def lesson(server: Any) -> None:
    with server.site.app.app_context():
        calls = exercise(
            "calls", title="Call ten of your best customers", goal=10, html="<p>Ring them.</p>", fields=FIELDS
        )
        plan = PLAN | {"whens": ["I park the car"], "thens": ["write it down"]}
        make_lesson("ten-calls", exercises=[calls], reflection=REFLECTION, plan=plan)


@pytest.fixture
def stored(server: Any) -> Callable[..., Any]:
    """`stored(entries_of)` asks about Rosa's facts."""

    def ask(question: Callable[[int], Any]) -> Any:
        with server.site.app.app_context():
            return question(db.session.query(User.id).filter_by(email="rosa@demo.example").scalar())

    return ask


def fill_in(page: Page, who: str = "Bakery on 5th") -> None:
    page.get_by_label("Who? A nickname or initials").fill(who)


def test_a_call_takes_four_taps_beside_the_typing_and_no_reload(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    page.evaluate("window.samePage = true")
    fill_in(page)
    page.get_by_label("4", exact=True).tap()
    page.get_by_label("Not yet").tap()
    page.get_by_role("button", name="in a week").tap()
    page.get_by_role("button", name="Save call 1").tap()
    expect(page.get_by_role("status").filter(has_text="Nine to go.")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 2 of 10")
    assert page.evaluate("window.samePage") is True
    assert page.get_by_label("Who? A nickname or initials").input_value() == ""
    values = {item["key"]: item["value"] for item in stored(entries_of)[0].values}
    assert (values["who"], values["how"], values["refer"], bool(values["by"])) == (
        "Bakery on 5th",
        "4",
        "not yet",
        True,
    )


def test_everything_works_without_scripts(visit: Visit, stored: Any) -> None:
    page = visit("rosa", java_script_enabled=False)
    page.goto(CALLS)
    fill_in(page)
    page.get_by_label("What should we stop doing?").fill("Three invoices")
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Saved. Nine to go.")).to_be_visible()
    page.get_by_role("link", name="Correct").click()
    fill_in(page, "Bakery on 6th")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Corrected.")).to_be_visible()
    page.goto(f"{LESSON}/reflection")
    page.get_by_label("What comes to mind?").fill("I talk too much.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Share with my manager").click()
    expect(page.get_by_text("Your manager can read it now.")).to_be_visible()
    page.goto(f"{LESSON}/plan")
    page.get_by_label("I park the car").check(force=True)
    page.get_by_label("My own words").nth(2).check(force=True)
    page.get_by_label("… then I will … My own words").fill("sit for a minute")
    page.get_by_role("button", name="Save my plan").click()
    expect(page.get_by_text("You’ll be asked on")).to_be_visible()
    assert [entry.values[0]["value"] for entry in stored(entries_of)] == ["Bakery on 6th"]
    assert [item.shared for item in stored(reflections_of)] == [True]
    assert [item.then for item in stored(plans_of)] == ["sit for a minute"]


def test_a_refused_form_keeps_everything_and_shows_where(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    fill_in(page, "x" * 501)
    page.get_by_label("What should we stop doing?").fill("Three invoices")
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Please keep this under 500 characters")).to_be_visible()
    expect(page.get_by_label("Who? A nickname or initials")).to_be_focused()
    expect(page.get_by_label("What should we stop doing?")).to_have_value("Three invoices")
    fill_in(page)
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Saved. Nine to go.")).to_be_visible()
    assert len(stored(entries_of)) == 1


def test_without_a_network_a_call_waits_on_the_phone_and_is_sent_once(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    page.context.set_offline(True)
    for number, who in enumerate(["Bakery on 5th", "Dr K."], 1):
        fill_in(page, who)
        page.get_by_role("button", name=f"Save call {number}").click()
        expect(page.get_by_role("listitem").filter(has_text=who)).to_contain_text(
            "Saved on this phone, sent when you are back online"
        )
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 3 of 10")
    assert stored(entries_of) == []
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Correct")).to_have_count(2)
    expect(page.get_by_text("Saved on this phone")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("2 of 10 calls")).to_be_visible()
    assert {entry.values[0]["value"] for entry in stored(entries_of)} == {"Bakery on 5th", "Dr K."}


def test_the_next_prompt_follows_offline_too(
    visit: Visit, server: Any, violations: Callable[[Page], list[str]]
) -> None:
    with server.site.app.app_context():
        thanks = exercise(
            "thanks", goal=3, unit="cards", fields=FIELDS[:1], prompts=["Thank <em>the driver</em>.", "Thank Kim."]
        )
        make_lesson("three-cards", exercises=[thanks])
    page = visit("rosa")
    page.goto("/lessons/made/three-cards/exercises/thanks")
    expect(page.get_by_text("A prompt for card 1")).to_be_visible()
    expect(page.locator("[data-prompt]")).to_have_text("Thank the driver.")
    page.context.set_offline(True)
    for label, prompt in (("card 2", "Thank Kim."), ("card 3", "Thank the driver.")):
        fill_in(page, label)
        page.get_by_role("button", name="Save card").click()
        expect(page.get_by_text(f"A prompt for {label}")).to_be_visible()
        expect(page.locator("[data-prompt]")).to_have_text(prompt)
    page.get_by_text("All prompts").click()
    expect(page.locator("[data-prompts]")).to_contain_text("Thank Kim.")
    assert violations(page) == []
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Correct")).to_have_count(2)
    expect(page.get_by_text("A prompt for card 3")).to_be_visible()


def test_an_answer_lost_on_the_way_counts_once(visit: Visit, stored: Any) -> None:
    page = visit("rosa")

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(f"**{CALLS}", lose)
    page.goto(CALLS)
    fill_in(page)
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_role("link", name="Correct")).to_have_count(1)
    assert len(stored(entries_of)) == 1


def test_a_draft_outlives_the_page_until_it_is_saved(visit: Visit) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    fill_in(page)
    page.get_by_label("4", exact=True).check(force=True)
    page.reload()
    expect(page.get_by_text("We kept what you had typed.")).to_be_visible()
    expect(page.get_by_label("Who? A nickname or initials")).to_have_value("Bakery on 5th")
    expect(page.get_by_label("4", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Saved. Nine to go.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Who? A nickname or initials")).to_have_value("")
    expect(page.get_by_text("Saved. Nine to go.")).to_have_count(0)


def test_a_draft_is_its_owners(visit: Visit, server: Any) -> None:
    page = visit("rosa")
    page.goto(f"{LESSON}/reflection")
    page.get_by_label("What comes to mind?").fill("Only for me")
    page.context.clear_cookies()
    page.context.add_cookies([server.cookie("ravi")])
    page.goto(f"{LESSON}/reflection")
    expect(page.get_by_label("What comes to mind?")).to_have_value("")


def test_a_pill_can_be_let_go(visit: Visit) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    four = page.get_by_label("4", exact=True)
    four.tap()
    expect(four).to_be_checked()
    four.tap()
    expect(four).not_to_be_checked()


def test_a_plan_is_three_taps_and_reads_as_a_sentence(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(f"{LESSON}/plan")
    page.get_by_label("I park the car").tap()
    page.get_by_label("write it down").tap()
    expect(page.get_by_text("When I park the car, then I will write it down.")).to_be_visible()
    page.get_by_role("button", name="Save my plan").tap()
    expect(page.get_by_text("Saved. You will be asked how it went.")).to_be_visible()
    assert len(stored(plans_of)) == 1


def test_a_plan_and_a_thought_wait_without_a_network_too(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(f"{LESSON}/reflection")
    page.context.set_offline(True)
    page.get_by_label("What comes to mind?").fill("Even here.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone, sent when you are back online.", exact=True)).to_be_visible()
    with page.expect_response("**/sync"):
        page.context.set_offline(False)
    page.goto(f"{LESSON}/reflection")
    expect(page.get_by_role("paragraph").filter(has_text="Even here.")).to_be_visible()
    assert len(stored(reflections_of)) == 1


def test_a_promise_is_answered_in_the_field(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(CALLS)
    fill_in(page)
    page.get_by_label("What did you promise?").fill("Send the invoice")
    page.evaluate("document.querySelector('input[type=date]').value = new Date(Date.now()).toISOString().slice(0, 10)")
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Saved. Nine to go.")).to_be_visible()
    page.goto("/field")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Done. Well kept.")).to_be_visible()
    assert [item.result for item in stored(outcomes_of).values()] == ["done"]


def test_an_outcome_waits_without_a_network(visit: Visit, stored: Any) -> None:
    page = visit("rosa")
    page.goto(f"{LESSON}/plan")
    page.get_by_label("I park the car").tap()
    page.get_by_label("write it down").tap()
    page.evaluate("document.querySelector('[name=ask_on]').value = document.querySelector('[name=ask_on]').min")
    page.get_by_role("button", name="Save my plan").tap()
    page.get_by_role("link", name="Answer now").click()
    page.context.set_offline(True)
    page.get_by_text("Later", exact=True).click()
    page.get_by_role("button", name="Ask me then").click()
    expect(page.get_by_text("Saved on this phone, sent when you are back online.", exact=True)).to_be_visible()
    with page.expect_response("**/sync"):
        page.context.set_offline(False)
    assert [(item.result, bool(item.until)) for item in stored(outcomes_of).values()] == [("later", True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_small_phone(
    visit: Visit, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    page = visit("rosa", color_scheme=scheme)
    found: dict[str, Any] = {}
    for full in (False, True):
        for path in (CALLS, f"{LESSON}/reflection", f"{LESSON}/plan", "/field"):
            page.goto(path)
            found[f"{path} {full}"] = (violations(page), page.evaluate("document.documentElement.scrollWidth"))
        if not full:
            _fill_all(page)
    page.goto(CALLS)
    page.get_by_role("link", name="Correct").click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found["entry"] = (violations(page), page.evaluate("document.documentElement.scrollWidth"))
    assert found == {name: ([], 360) for name in found}


def _fill_all(page: Page) -> None:
    page.goto(CALLS)
    fill_in(page)
    page.get_by_label("By when?").fill("2031-11-28")
    page.get_by_role("button", name="Save call 1").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(f"{LESSON}/reflection")
    page.get_by_label("What comes to mind?").fill("A thought")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(f"{LESSON}/plan")
    page.get_by_label("I park the car").check(force=True)
    page.get_by_label("write it down").check(force=True)
    page.get_by_role("button", name="Save my plan").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
