"""Run every benchmark and write results.md."""

from benchmarks import content, lesson_page, memory, sync, team, upload
from benchmarks.server import ROOT
from benchmarks.table import as_markdown, show
from rapport import clock

PARTS = {
    "A signed-in lesson page": lesson_page,
    "Content": content,
    "Sync": sync,
    "Teams": team,
    "Upload": upload,
    "Memory": memory,
}


def main() -> None:
    sections = {}
    for title, part in PARTS.items():
        print(f"{title} …", flush=True)
        sections[title] = part.measure()
        show(sections[title])
    page = as_markdown(sections, clock.now().strftime("%-d %B %Y"))
    (ROOT / "benchmarks" / "results.md").write_text(page)
    print("Written to benchmarks/results.md")


if __name__ == "__main__":
    main()
