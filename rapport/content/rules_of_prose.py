"""Rules about numbers, links, pictures and other things inside a line."""

from rapport.content.rule import error, warning

PROSE = (
    warning(
        "ungraded-number",
        "A percentage or a ratio says how good it is.",
        "67% of customers leave in silence.",
        "67% of customers leave in silence {disputed}[^silence].",
    ),
    error(
        "unknown-grade",
        "A grade is primary, secondary, disputed, unsourced or own data. Braces that are meant as braces have a backslash in front.",
        "67% {disputd}",
        "67% {disputed}[^silence]",
    ),
    warning(
        "grade-without-story",
        "A number that is disputed, unsourced or secondary has a footnote that tells why.",
        "67% {disputed}",
        "67% {disputed}[^silence]",
    ),
    error(
        "unknown-footnote",
        "A footnote that is pointed to exists.",
        "67% {disputed}[^silense]",
        "67% {disputed}[^silence]\n\n[^silence]: Four origins are named for this number.",
    ),
    warning(
        "unused-footnote",
        "A footnote is pointed to from the text.",
        "[^silence]: Nobody points here.",
        "67% {disputed}[^silence]\n\n[^silence]: Four origins are named for this number.",
    ),
    error("duplicate-footnote", "A footnote is written once.", "[^a]: One.\n[^a]: Two.", "[^a]: One.\n[^b]: Two."),
    error(
        "footnote-in-quiz",
        "Footnotes work in lessons; a quiz has no room for them.",
        "> Most leave in silence [^silence].",
        "> Most leave in silence. The lesson tells where this comes from.",
    ),
    error(
        "no-alt-text",
        "A picture is described for those who do not see it.",
        "![](chart.png)",
        "![Complaints fall as calls rise](chart.png)",
    ),
    error(
        "broken-image",
        "A picture lies beside the lesson and is a PNG, JPEG, GIF, WebP, AVIF or SVG.",
        "![Chart](chrt.png)",
        "![Chart](chart.png)",
    ),
    error(
        "remote-image",
        "Pictures are our own, so that reading a lesson tells nobody else about it.",
        "![Chart](https://example.com/chart.png)",
        "![Chart](chart.png)",
    ),
    error(
        "image-in-answer",
        "Answers and question headings are words; a picture goes above the answers.",
        "- [x] ![Chart](chart.png)",
        "![Chart](chart.png)\n\n- [x] The left one",
    ),
    warning(
        "unused-image",
        "A picture beside a lesson is shown somewhere.",
        "lessons/leaving/old-chart.png",
        "Delete it, or show it: ![Chart](old-chart.png)",
    ),
    warning(
        "heavy-image",
        "A picture has at most 200 KB, because phones load it over slow networks.",
        "A photo of 4 MB",
        "The same photo, 1,200 pixels wide, as WebP",
    ),
    error(
        "broken-link",
        "A link to another lesson leads to a file that exists.",
        "[Next](02-for-answers.md)",
        "[Next](02-four-answers.md)",
    ),
    error(
        "unsafe-link",
        "A link begins with https, http, mailto or tel, or leads to a file of the library.",
        "[Click](javascript:alert(1))",
        "[Read](https://example.com/)",
    ),
    warning(
        "raw-html",
        "Text is Markdown; HTML is taken out before anybody sees it.",
        "<font color=red>Now</font>",
        "**Now**",
    ),
    error(
        "unknown-callout",
        "There are five callouts: NOTE, TIP, IMPORTANT, WARNING and CAUTION.",
        "> [!HINT]",
        "> [!TIP]",
    ),
)
