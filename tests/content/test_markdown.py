"""The HTML that is shown: what Markdown means on GitHub, our labels and wrappers, and nothing that could do harm."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rapport.content import finish
from rapport.content.markdown import render, render_inline
from rapport.content.source import GRADES

MEDIA = "/media/leaving/"
TAGS = frozenset(
    re.findall(
        r"\w+",
        "a b blockquote br button code dd del div dl dt em h2 h3 h4 h5 h6 hr i img kbd li ol p pre s section span strong sub sup table tbody td th thead tr ul",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        "align alt aria-label class href id loading popover popovertarget popovertargetaction rel role src start tabindex type",
    )
)


class Seen(HTMLParser):
    """Everything in a piece of HTML that could do harm or break a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for attribute, value in self.attributes if attribute == name]


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert all(source.startswith("/media/leaving/") and ".." not in source for source in seen.values("src"))
    assert all(
        link.lower().startswith(("http://", "https://", "mailto:", "tel:", "/", "#note-", "#from-"))
        for link in seen.values("href")
    )
    assert not any(link.startswith("//") for link in seen.values("href"))
    assert all(name.startswith(("story-", "note-", "from-")) for name in seen.values("id"))
    assert len(set(seen.values("id"))) == len(seen.values("id"))
    assert set(seen.values("popovertarget")) <= set(seen.values("id"))


def test_a_claim_has_a_label_that_opens_its_story() -> None:
    html = render("67% leave {disputed}[^ratio].", MEDIA, {"ratio": "Four *origins* are named."})
    assert (
        '67% leave <button type="button" class="grade grade--doubt" popovertarget="story-ratio" aria-label="disputed: the story behind this">disputed</button>.'
        in html
    )
    assert html.endswith(
        '<div popover id="story-ratio" class="story"><p class="eyebrow"><b>Disputed</b>: others disagree</p><p>Four <em>origins</em> are named.</p>'
        '<button type="button" class="button button--paper" popovertarget="story-ratio" popovertargetaction="hide">Close</button></div>'
    )


def test_a_label_without_a_story_is_only_a_label() -> None:
    assert render("5% {own data}") == '<p>5% <span class="grade grade--sound">own data</span></p>'
    assert render("5% {disputed}[^gone]") == '<p>5% <span class="grade grade--doubt">disputed</span></p>'
    assert render_inline("5% {primary}") == '5% <span class="grade grade--sound">primary</span>'


@pytest.mark.parametrize(("grade", "look"), finish.LOOKS.items())
def test_every_grade_has_a_look_and_says_what_it_means(grade: str, look: str) -> None:
    html = render(f"5% {{{grade}}}[^a]", MEDIA, {"a": "Why."})
    assert f'class="grade{look}"' in html
    assert f"<b>{grade.capitalize()}</b>: {finish.MEANINGS[grade]}" in html
    assert_harmless(html)


def test_no_grade_is_forgotten() -> None:
    assert set(GRADES) == set(finish.LOOKS) == set(finish.MEANINGS)


def test_labels_in_code_and_escaped_ones_stay_text() -> None:
    assert render("`{primary}` and \\{primary}") == "<p><code>{primary}</code> and {primary}</p>"
    assert "grade" not in render("```\n{primary}\n```")


def test_one_story_serves_two_claims() -> None:
    html = render("A {disputed}[^a] and B {disputed}[^a].\n\n[^a]: Why.")
    assert html.count('popovertarget="story-a" aria-label') == 2
    assert html.count('id="story-a"') == 1
    assert_harmless(html)


def test_a_story_has_its_list_and_its_link() -> None:
    html = render("A {secondary}[^a].", MEDIA, {"a": "See:\n\n- [one](https://example.com)\n- two"})
    assert '<li><a rel="noopener noreferrer" href="https://example.com">one</a></li>' in html


def test_footnotes_are_numbered_and_lead_back() -> None:
    html = render("One[^b] two[^a] three[^b].\n\n[^a]: A.\n[^b]: B.")
    assert '<a href="#note-b" id="from-b" aria-label="Note 1">1</a>' in html
    assert html.index('<li id="note-b">') < html.index('<li id="note-a">')
    assert '<a href="#from-a" aria-label="Back to the text">' in html
    assert_harmless(html)


def test_notes_whose_names_look_alike_have_their_own_ids() -> None:
    assert_harmless(render("A[^ä] b[^a] c[^!] d[^?].\n\n[^ä]: 1\n[^a]: 2\n[^!]: 3\n[^?]: 4"))


def test_headings_begin_at_two() -> None:
    assert render("# One\n\n## Two\n\n### Three") == "<h2>One</h2>\n<h2>Two</h2>\n<h3>Three</h3>"


@pytest.mark.parametrize("name", ["note", "tip", "important", "warning", "caution"])
def test_the_five_callouts(name: str) -> None:
    html = render(f"> [!{name.upper()}]\n> Call **now**.")
    assert f'<div class="callout callout--{name}">' in html
    assert f'<p class="callout-title">{name.capitalize()}</p>' in html


def test_tables_scroll_in_their_own_box() -> None:
    html = render("Text\n| A *b* | C |\n| :-- | --: |\n| 1 | 2 |")
    assert '<p>Text</p>\n<div class="table-scroll" tabindex="0" role="region" aria-label="A b, C"><table>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_lists_read_as_they_do_on_github() -> None:
    assert render("Text:\n- a\n  - b\n- c").count("<ul>") == 2
    assert render("- a\n1. b").count("<ol>") == 1
    assert render("1. a\n   - b\n\n     more of b\n2. c").count("<li>") == 3
    assert "<code>x = 1" in render("- a\n\n  ```\n  x = 1\n  ```")


def test_lists_and_tables_inside_a_callout() -> None:
    html = render("> [!TIP]\n> Do:\n> - a\n>   - b\n>\n> | A | B |\n> | --- | --- |\n> | 1 | 2 |")
    assert html.count("<ul>") == 2
    assert '<div class="table-scroll"' in html


def test_code_keeps_its_lines() -> None:
    for code in ("| a |\nb\n| c |", "x\n- y\n1. z", "a\n\n\n  b"):
        assert f"<code>{code}\n</code>" in render(f"```\n{code}\n```")
        indented = code.replace("\n", "\n  ")
        assert f"<code>{code}\n</code>" in render(f"- item\n\n  ```\n  {indented}\n  ```").replace("\n  \n", "\n\n")


def test_boxes_are_drawn_and_said() -> None:
    html = render("- [ ] call\n- [x] thank")
    assert '<span class="task" role="img" aria-label="to do">☐</span> call' in html
    assert 'aria-label="done">☑</span> thank' in html
    assert "<input" not in html


def test_pictures_say_how_much_room_they_need_and_only_the_first_is_hurried() -> None:
    html = render("![A](a.svg)\n\n![B](b.png)", MEDIA, pictures={"a.svg": (360, 264), "b.png": (10, 20)})
    assert '<img width="360" height="264" alt="A" src="/media/leaving/a.svg">' in html
    assert '<img loading="lazy" width="10" height="20" alt="B" src="/media/leaving/b.png">' in html


def test_own_pictures_only() -> None:
    assert render("![A chart](chart.png)", MEDIA) == '<p><img alt="A chart" src="/media/leaving/chart.png"></p>'
    assert "a%20b.webp" in render("![A](<a b.webp>)", MEDIA)
    assert 'src="/media/leaving/x.svg"' in render("![A](../../lessons/leaving/x.svg)", MEDIA)
    for address in (
        "https://evil.example/x.png",
        "//evil.example/x.png",
        "data:image/png;base64,AAAA",
        "../secret/x.png",
        "/etc/x.png",
        "x.exe",
        "..%2fx.png",
        "a:b.png",
    ):
        assert "<img" not in render(f"![A]({address})", MEDIA)


def test_links_to_lessons_lead_to_their_pages() -> None:
    assert 'href="/lessons/leaving/four"' in render("[a](02-four.md)", MEDIA)
    assert 'href="/lessons/staying/four"' in render("[a](../staying/02-four.md)", MEDIA)
    assert 'href="/lessons/staying/four"' in render("[a](../../lessons/staying/02-four.md)", MEDIA)
    assert 'href="/modules/staying"' in render("[a](../staying/module.md)", MEDIA)


def test_links_to_elsewhere_tell_nothing_about_us() -> None:
    assert '<a rel="noopener noreferrer" href="https://example.com/?a=1&amp;b=2">' in render(
        "[a](https://example.com/?a=1&b=2)"
    )
    assert "rel=" not in render("[a](/library)")


def test_one_line_never_becomes_a_block() -> None:
    assert render_inline("1. *Prepare*") == "1. <em>Prepare</em>"
    assert render_inline("# Not a heading\n> nor a quote") == "# Not a heading &gt; nor a quote"
    assert render_inline("a | b") == "a | b"
    assert render_inline("![x](x.png)") == ""


def test_text_nested_too_deeply_is_still_shown() -> None:
    deep = "> " * 3000 + "end"
    assert "end" in render(deep)
    assert "end" in render("- " * 3000 + "end")
    assert_harmless(render("[" * 3000 + "](javascript:x)"))


HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img src="chart.png" onload="alert(1)" style="x" id="story-a">',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '![x"onerror=alert(1)](x.png)',
    '![x](x.png "t\\" onerror=alert(1)")',
    '[x](https://a.example "x\\" onclick=alert(1)")',
    "[a]: javascript:alert(1)\n\n[a]",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<form action="https://evil.example"><input name=a><button>x</button></form>',
    '<button type="button" class="grade" popovertarget="story-a">x</button>',
    '<div popover id="story-a" class="story">x</div>',
    "<style>@import url(//evil.example)</style>",
    '<link rel=stylesheet href="//evil.example">',
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    '<base href="//evil.example">',
    '<object data="//evil.example">',
    '<embed src="//evil.example">',
    '<video src="//evil.example" poster="//evil.example">',
    '<table background="//evil.example"><tr><td>x',
    '<p style="background:url(//evil.example)">x',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>1</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php x ?>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "```html\n<script>alert(1)</script>\n```",
    "```{onclick=alert(1)}\nx\n```",
    "> [!NOTE] <script>alert(1)</script>\n> x",
    "> [!<img src=x onerror=alert(1)>]\n> x",
    "| <script>alert(1)</script> | b |\n| --- | --- |\n| <img src=//evil.example> | c |",
    '| x" onclick="alert(1) | b |\n| --- | --- |\n| a | c |',
    '{disputed}[^"><script>]\n\n[^"><script>]: x',
    "[^a]\n\n[^a]: <script>alert(1)</script> [x](javascript:alert(1)) ![x](//evil.example/a.png)",
    "![{disputed}](chart.png)",
    "[x]({disputed})",
    "\ue0000\ue001",
    "\ue00099\ue001 {primary}",
    "&#60;script&#62;alert(1)",
    "\x02amp\x03 \x02wzxhzdk:0\x03",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attacks_do_nothing(text: str) -> None:
    assert_harmless(render(text, MEDIA))
    assert_harmless(render_inline(text))
    assert_harmless(render(f"> - {text}", MEDIA))


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(HOSTILE)
        | st.sampled_from(
            ['"', "'", ">", "<", "`", "\n", "\n\n", "    ", "- ", "{primary}", "[^a]", "\n[^a]: ", "](", "![", "&"]
        )
        | st.text(max_size=5),
        max_size=8,
    ).map("".join)
)
@example("\\![x](x.png)")
@example("<div>" * 400 + "{disputed}[^a]\n\n[^a]: " + "</div>" * 400)
def test_attacks_do_nothing_together(text: str) -> None:
    assert_harmless(render(text, MEDIA))
    assert_harmless(render_inline(text))


def test_no_token_of_ours_is_left_and_none_can_be_written() -> None:
    html = render("\ue0000\ue001 {primary} ![{primary}](chart.png)", MEDIA)
    assert "\ue000" not in html
    assert html.count('<span class="grade grade--sound">') == 1


def test_text_that_was_too_deep_leaves_the_next_text_alone() -> None:
    render("> " * 3000)
    assert render("*a*") == "<p><em>a</em></p>"


@pytest.mark.parametrize(("sign", "drawn"), [("[", "["), ("![", "!["), ("<a ", "&lt;a "), ("[a](", "[a](")])
def test_brackets_that_never_close_are_shown_as_they_are(sign: str, drawn: str) -> None:
    assert drawn * 3 in render(sign * 5000)
    assert drawn * 3 in render_inline(sign * 5000)
