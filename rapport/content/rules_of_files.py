"""Rules about files, folders and the settings at their top."""

from rapport.content.rule import error, warning

FOLDERS = (
    error(
        "not-utf8",
        "A file is text in UTF-8.",
        "A file saved as Windows-1252 or UTF-16",
        "Save it again and choose UTF-8",
    ),
    error(
        "control-character",
        "A file holds no control characters, which come from copying out of other programs.",
        "An invisible character in the middle of a word",
        "Delete the word and type it again",
    ),
    error("file-too-big", "A Markdown file has at most 200 KB.", "A whole book in one lesson", "One idea a lesson"),
    warning(
        "byte-order-mark",
        "A file begins with its text, not with an invisible mark (Windows editors write it).",
        "A file saved as “UTF-8 with BOM”",
        "Save it as “UTF-8”, or run --fix",
        fixable=True,
    ),
    warning(
        "line-ends", "Lines end in the Unix way.", "A file with Windows line ends (CRLF)", "Run --fix", fixable=True
    ),
    warning(
        "tab",
        "Lines are indented with blanks, because a tab is as wide as each editor likes.",
        "→goal: 10 calls (a tab in front)",
        "Run --fix",
        fixable=True,
    ),
    error(
        "file-name",
        "A lesson's file is called NN-key.md: two digits for its place, then small letters, digits and hyphens.",
        "lessons/leaving/First Lesson.md",
        "lessons/leaving/01-first-lesson.md",
    ),
    error(
        "folder-name",
        "A folder's name is the module's lasting key: small letters, digits and hyphens.",
        "lessons/Why Leave/",
        "lessons/why-leave/",
    ),
    warning(
        "unknown-file",
        "The folders hold lessons, quizzes and the pictures of lessons; anything else is not read.",
        "lessons/leaving/notes.docx",
        "Move it out of the folder",
    ),
    error(
        "module-without-file",
        "Each folder of lessons has a module.md, which names the module.",
        "lessons/leaving/ without module.md",
        "lessons/leaving/module.md with title, summary and order",
    ),
    error(
        "empty-module",
        "A module has at least one lesson.",
        "lessons/leaving/ with nothing but module.md",
        "lessons/leaving/01-five-causes.md",
    ),
    error(
        "duplicate-lesson",
        "A lesson's key is its own in the whole library, so that it keeps its history when it moves.",
        "lessons/a/01-start.md and lessons/b/01-start.md",
        "lessons/a/01-start.md and lessons/b/01-first-week.md",
    ),
    error(
        "duplicate-position",
        "Two lessons of a module do not share a number.",
        "01-causes.md and 01-answers.md",
        "01-causes.md and 02-answers.md",
    ),
    error(
        "duplicate-exercise",
        "An exercise's id is its own in the whole library.",
        "<!-- id: call-ten --> in two lessons",
        "<!-- id: call-ten --> and <!-- id: call-five -->",
    ),
    error(
        "quiz-without-lesson",
        "A quiz has the folder and the key of its lesson.",
        "quizzes/leaving/five-cause.md",
        "quizzes/leaving/five-causes.md",
    ),
)

SETTINGS = (
    error(
        "no-front-matter",
        "A file begins with its settings between two lines of three hyphens.",
        "# Five causes",
        "---\ntitle: Five causes\n---",
    ),
    error(
        "unclosed-front-matter",
        "The settings end with a line of three hyphens.",
        "---\ntitle: Five causes\n\nText …",
        "---\ntitle: Five causes\n---\n\nText …",
    ),
    error(
        "bad-yaml",
        "Each line of the settings is “name: value”; a value with a colon and a blank in it has quotes around it.",
        "title: Price: the last word",
        'title: "Price: the last word"',
    ),
    error(
        "yaml-alias",
        "A value that begins with * or & has quotes around it.",
        "title: *Five* causes",
        'title: "*Five* causes"',
    ),
    error(
        "unknown-setting",
        "Only known settings are used, so that a slip of the pen is noticed.",
        "titel: Five causes",
        "title: Five causes",
    ),
    error(
        "missing-setting",
        "A lesson has a title, a summary and minutes; a module a title and a summary.",
        "title:",
        "title: Five causes",
    ),
    error("duplicate-setting", "A setting is given once.", "minutes: 1\nminutes: 2", "minutes: 2"),
    error(
        "setting-value",
        "A setting's value is of its kind: a whole number, yes or no, a number of days.",
        "minutes: two",
        "minutes: 2",
    ),
    error(
        "too-long-setting",
        "A title has at most 120 characters, other texts 500.",
        "title: A title that goes on and on until nobody remembers how it began …",
        "title: Five causes",
    ),
)

FILES = (FOLDERS, SETTINGS)
