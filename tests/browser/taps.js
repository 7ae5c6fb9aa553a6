// What is smaller than a thumb, of all that can be touched on the page: links within a sentence aside.
// What counts is where a touch arrives, so invisible edges (`::after`) belong to their element.
() => {
  const THUMB = 43.5; // 44, less what is lost by rounding
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const targets = [...document.querySelectorAll(TARGETS)].filter((part) => !part.closest(".skip"));
  return [...new Set(targets.map((part) => part.closest("label") ?? part))].map(judge).filter(Boolean);

  function judge(target) {
    if (!target.checkVisibility({ visibilityProperty: true }) || isInSentence(target)) return "";
    target.scrollIntoView({ block: "center", behavior: "instant" });
    const [width, height] = reach(target);
    return width < THUMB || height < THUMB ? `${Math.round(width)} × ${Math.round(height)}: ${target.outerHTML.slice(0, 120)}` : "";
  }

  function isInSentence(link) {
    if (!link.matches("a") || getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.textContent.replace(link.textContent, "").trim().split(/\s+/).length >= 2;
  }

  /** How wide and how high the area is in which a touch arrives, through the middle of the element. */
  function reach(target) {
    const { left, top, width, height } = target.getBoundingClientRect();
    const arrives = (x, y) => target.contains(document.elementFromPoint(left + width / 2 + x, top + height / 2 + y));
    const along = (x, y, far = 0) => (far < 60 && arrives(x * (far + 1), y * (far + 1)) ? along(x, y, far + 1) : far);
    return [Math.max(width, along(1, 0) + along(-1, 0) + 1), Math.max(height, along(0, 1) + along(0, -1) + 1)];
  }
}
