"""Rules about the text of a lesson and about its steps."""

from rapport.content.rule import error, warning

LESSONS = (
    error(
        "empty-lesson",
        "A lesson has something to read.",
        "---\ntitle: Five causes\n---",
        "---\ntitle: Five causes\n---\n\nA customer calls …",
    ),
    warning(
        "title-differs",
        "The heading of a lesson, if it has one, is its title.",
        "title: Five causes\n…\n# 5 Causes",
        "title: Five causes\n…\n# Five causes",
    ),
    error(
        "heading-blank",
        "A heading has a blank behind its # signs and none in front of them.",
        "##Broken promises",
        "## Broken promises",
    ),
    error("empty-heading", "A heading has words.", "##", "## Broken promises"),
    warning(
        "underlined-heading",
        "Headings are written with #, not underlined.",
        "Broken promises\n---------------",
        "## Broken promises",
    ),
    error("unclosed-fence", "A block of code ends with the same signs it began with.", "```\ncode", "```\ncode\n```"),
    error("unclosed-comment", "A comment ends; else it hides all that follows.", "<!-- to do", "<!-- to do -->"),
    error(
        "table-dashes",
        "A table has a line of dashes under its first row.",
        "| Cause | Answer |\n| Silence | Call |",
        "| Cause | Answer |\n| --- | --- |\n| Silence | Call |",
    ),
    warning(
        "long-lesson",
        "A lesson has at most 350 words: one idea.",
        "900 words on everything",
        "Three lessons of 300 words",
    ),
    warning(
        "reading-time",
        "The minutes are true, at 200 words a minute, and reading takes at most three.",
        "minutes: 1 over 320 words",
        "minutes: 2",
    ),
    warning(
        "hard-to-read",
        "A lesson is easy to read: 60 or more on Flesch’s scale. Only English is measured; `language` in module.md names another.",
        "Proactive engagement initiatives facilitate the maximisation of long-term customer retention …",
        "Call before they wonder whether to stay.",
    ),
    error(
        "text-after-step",
        "Text to read comes before the first step, because a step lasts to the next step.",
        "## Exercise: Call\n…\n## Why this works",
        "## Why this works\n…\n## Exercise: Call",
    ),
    error(
        "step-lookalike",
        "A step begins with “## Exercise:”, “## Reflect:” or “## Plan:”, a sheet with “## Observe:”, spelt like this and with two # signs.",
        "## Excercise: Call your ten best customers",
        "## Exercise: Call your ten best customers",
    ),
    warning(
        "step-without-colon",
        "A heading that begins like a step has its colon.",
        "## Exercise Call your ten best customers",
        "## Exercise: Call your ten best customers",
    ),
)

STEPS = (
    error(
        "step-without-title",
        "A step says what it is about.",
        "## Exercise:",
        "## Exercise: Call your ten best customers",
    ),
    error(
        "title-too-long",
        "The title of a step has at most 120 characters, a question 300.",
        "## Exercise: Call each and every one of …",
        "## Exercise: Call your ten best customers",
    ),
    warning(
        "missing-id",
        "Exercises, reflections, plans, observation sheets and questions have a lasting id under their heading.",
        "## Exercise: Call your ten best customers",
        "## Exercise: Call your ten best customers\n<!-- id: call-ten -->",
        fixable=True,
    ),
    error(
        "bad-id",
        "An id has small letters, digits and hyphens, at most 60.",
        "<!-- id: Call Ten -->",
        "<!-- id: call-ten -->",
    ),
    error("second-id", "A part has one id.", "<!-- id: call-ten -->\n<!-- id: call-five -->", "<!-- id: call-ten -->"),
    error(
        "duplicate-id",
        "No two parts of a file share an id.",
        "<!-- id: first --> under two questions",
        "<!-- id: first --> and <!-- id: second -->",
    ),
    error(
        "late-setting",
        "The settings of a step stand directly under its heading, above any text.",
        "## Exercise: Call\n\nCall them.\n\n- goal: 10 calls",
        "## Exercise: Call\n\n- goal: 10 calls\n\nCall them.",
    ),
    error("bad-goal", "A goal is a number and what is counted.", "- goal: many calls", "- goal: 10 calls"),
    error(
        "exercise-without-form",
        "An exercise has a form that says what to write down.",
        "## Exercise: Call\n\nCall them.",
        "## Exercise: Call\n\nCall them.\n\n| Log | Answer |\n| --- | --- |\n| Nickname | text |",
    ),
    error(
        "prompts-without-list",
        "Below “A prompt for each day” stands a numbered list.",
        "### A prompt for each day\n\nCall somebody.",
        "### A prompt for each day\n\n1. Call somebody you have not called since spring.",
    ),
    warning(
        "prompts-and-goal",
        "An exercise has as many prompts as its goal counts.",
        "- goal: 30 days\n…\n### A prompt for each day, with 29 prompts",
        "- goal: 30 days\n…\n### A prompt for each day, with 30 prompts",
    ),
    warning(
        "duplicate-prompt",
        "No two prompts of an exercise are the same.",
        "1. Say thank you.\n2. Say thank you.",
        "1. Say thank you.\n2. Ask what to stop.",
    ),
    error("form-header", "The header of a form is | Log | Answer |.", "| Field | Type |", "| Log | Answer |"),
    error(
        "form-row",
        "A row of a form or a sheet has a name (at most 120 characters) and a kind of answer.",
        "| Nickname |  | text |",
        "| Nickname | text |",
    ),
    error(
        "unknown-kind",
        "A kind of answer is text, long text, number, yes / no, a / b / c, 1 to 5, date, or date, reminds 60 days before.",
        "| Renewal | dat |",
        "| Renewal | date |",
    ),
    error(
        "scale-bounds",
        "A scale counts up, by at most ten.",
        "| How are we doing | 5 to 1 |",
        "| How are we doing | 1 to 5 |",
    ),
    error(
        "duplicate-option",
        "The options of a choice differ.",
        "| Outcome | yes / no / yes |",
        "| Outcome | yes / no / later |",
    ),
    error(
        "duplicate-field",
        "The rows of a form or a sheet have names that differ.",
        "| Name | text |\n| Name | text |",
        "| Nickname | text |\n| Company | text |",
    ),
    error(
        "second-reflection",
        "A lesson has at most one reflection.",
        "## Reflect: One …\n## Reflect: Two",
        "## Reflect: One and two",
    ),
    error("second-plan", "A lesson has at most one plan.", "## Plan: One …\n## Plan: Two", "## Plan: One and two"),
    error(
        "plan-without-suggestions",
        "A plan suggests something for When and something for Then.",
        "## Plan: Call first",
        "## Plan: Call first\n\nWhen …\n\n- I open my calendar\n\nThen …\n\n- I call one customer",
    ),
    error(
        "observation-without-table",
        "An observation sheet has a table that says what to watch for.",
        "## Observe: Asking before offering\n\nWatch how the visit begins.",
        "## Observe: Asking before offering\n\nWatch how the visit begins.\n\n| Watch | Answer |\n| --- | --- |\n| Asks before offering | yes / no |",
    ),
    error(
        "observation-header", "The header of a sheet is | Watch | Answer |.", "| Log | Answer |", "| Watch | Answer |"
    ),
    error(
        "observation-lines",
        "A sheet has at most ten lines; five can be filled in in a minute.",
        "Eleven lines in one sheet",
        "Two sheets of five lines",
    ),
    error(
        "observation-kind",
        "A line of a sheet is answered with yes / no, a / b / c, 1 to 5, text or long text.",
        "| Next visit | date |",
        "| Next visit, with its day | text |",
    ),
)
