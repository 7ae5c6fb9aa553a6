"""Rules about quizzes."""

from rapport.content.rule import error, warning

QUIZZES = (
    error(
        "empty-quiz",
        "A quiz has questions, each under a heading with two # signs.",
        "---\npass: 80\n---",
        "---\npass: 80\n---\n\n## What do you say first?",
    ),
    error("pass-mark", "The pass mark is a percentage from 0 to 100.", "pass: 120", "pass: 80"),
    warning(
        "exam-in-review",
        "Questions of an exam stay out of reviews, which would give the answers away.",
        "exam: yes\nreview: yes",
        "exam: yes",
    ),
    error(
        "no-answers",
        "A question can be answered.",
        "## What do you say first?\n\n> Listen.",
        "## What do you say first?\n\n- [x] “Tell me more.”\n- [ ] “But …”\n\n> Listen.",
    ),
    error(
        "mixed-answers",
        "A question is answered in one way.",
        "- [x] Yes\n- [ ] No\n\nAnswer: yes",
        "- [x] Yes\n- [ ] No",
    ),
    error("no-right-answer", "A question has a right choice.", "- [ ] Yes\n- [ ] No", "- [x] Yes\n- [ ] No"),
    error("all-right", "A question has a wrong choice.", "- [x] Yes\n- [x] Of course", "- [x] Yes\n- [ ] No"),
    error("single-choice", "A question has at least two choices.", "- [x] Yes", "- [x] Yes\n- [ ] No"),
    error("empty-choice", "A choice has words.", "- [ ]", "- [ ] No"),
    error(
        "duplicate-choice", "No two answers of a question are the same.", "- [x] Yes\n- [ ] yes", "- [x] Yes\n- [ ] No"
    ),
    error(
        "between-choices",
        "Between the answers stands nothing but their feedback, indented by two blanks.",
        "- [x] Yes\n> Well done.\n- [ ] No",
        "- [x] Yes\n  > Well done.\n- [ ] No",
    ),
    error(
        "stray-text",
        "Behind the answers comes only the explanation, in a quote.",
        "Answer: 10\n\nTen it is.",
        "Answer: 10\n\n> Ten it is.",
    ),
    error(
        "no-explanation",
        "A question ends with an explanation: why this is right, and what the wrong ones would cost.",
        "- [x] Yes\n- [ ] No",
        "- [x] Yes\n- [ ] No\n\n> Saying no would end the talk.",
    ),
    error("empty-answer", "A line “Answer:” says what counts as right.", "Answer:", "Answer: need | needs"),
    error(
        "unclear-number",
        "A number can be read in one way only, and a tolerance has no units.",
        "Answer: 1,500",
        "Answer: 1500",
    ),
    error("number-bounds", "A range begins with the smaller number.", "Answer: 12 to 8", "Answer: 8 to 12"),
    error(
        "order-items",
        "Putting in order needs at least three things.",
        "1. Ask\n2. Listen",
        "1. Prepare\n2. Ask\n3. Listen",
    ),
    error(
        "match-table",
        "A table to match has two columns, no empty cell, and at least two different right sides.",
        "| Who | Does |\n| --- | --- |\n| Champion | sells for you |",
        "| Who | Does |\n| --- | --- |\n| Champion | sells for you |\n| Blocker | stops the deal |",
    ),
    error(
        "choice-without-link",
        "A choice of a conversation is a link to the scene that follows.",
        "- [x] “I will ask today.”",
        "- [x] [“I will ask today.”](#she-waits)",
    ),
    error(
        "unknown-scene",
        "A choice of a conversation leads to one of its scenes: the heading in small letters, - for each blank, no punctuation.",
        "- [x] [“I will ask today.”](#she-wait)\n\n### She waits",
        "- [x] [“I will ask today.”](#she-waits)\n\n### She waits",
    ),
    error(
        "several-best",
        "A scene of a conversation has one best choice.",
        "- [x] [“I will ask.”](#she-waits)\n- [x] [“Let me see.”](#she-waits)\n- [ ] [“No.”](#she-leaves)",
        "- [x] [“I will ask.”](#she-waits)\n- [ ] [“Let me see.”](#she-waits)\n- [ ] [“No.”](#she-leaves)",
    ),
    error(
        "empty-scene",
        "A scene has words: what the customer says or does.",
        "### She waits\n\n### She leaves",
        "### She waits\n\nShe calls at four.\n\n### She leaves",
    ),
    error(
        "unreached-scene",
        "Some choice leads to each scene of a conversation but the first.",
        "### She laughs\n\nNobody comes here.",
        "- [ ] [“That was a joke.”](#she-laughs)",
    ),
    error(
        "conversation-loop",
        "A conversation goes on; no choice leads back to where it has been.",
        "### She waits\n\n- [ ] [“Sorry, once more?”](#she-calls)",
        "### She waits\n\n- [ ] [“Sorry, once more?”](#she-sighs)",
    ),
    error(
        "no-ending",
        "A conversation has at least one ending: a scene without choices.",
        "### She calls\n\n- [x] [“Yes.”](#she-calls)",
        "### She calls\n\n- [x] [“Yes.”](#she-thanks-you)\n\n### She thanks you\n\nAnd hangs up.",
    ),
    error(
        "same-heading",
        "In a quiz with a conversation all headings differ, so that a link to one means one place.",
        "### She waits\n…\n### She waits",
        "### She waits\n…\n### She waits until four",
    ),
    error(
        "conversation-in-exam",
        "An exam has no conversations, which tell with every turn how it goes.",
        "exam: yes\n…\n### She calls",
        "exam: no\n…\n### She calls",
    ),
    warning(
        "long-conversation",
        "A conversation has at most four turns.",
        "Six scenes one after another",
        "Two conversations of three turns",
    ),
    warning(
        "longest-is-right",
        "The longest choice is not always the right one, or reps learn to pick by length.",
        "Three questions whose right choice is the longest",
        "Shorten a right one, or make a wrong one as detailed",
    ),
    warning(
        "same-place",
        "The right choice is not always at the same place.",
        "Three questions whose right choice is the first",
        "Move some of them, or set shuffle: yes",
    ),
)
