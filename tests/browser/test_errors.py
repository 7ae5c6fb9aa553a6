"""A page that is not there, as people see it."""


def test_nothing_here_is_said_kindly_and_reads_well(visit, violations):
    page = visit()
    page.goto("/no-such-page")
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing here"
    assert violations(page) == []
