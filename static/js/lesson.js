// Reading keeps its place: the paragraph one stopped at is remembered on this device, and found again.

const text = document.querySelector("[data-lesson]");
const key = text && `rapport.place.${document.body.dataset.user}.${text.dataset.lesson}`;
const blocks = text ? [...text.children].filter((block) => !block.popover) : [];
const READING_LINE = 0.4; // of the window's height: what is above it has been read

// Lifecycle

if (text) {
  if (!location.hash && scrollY === 0) goTo(remembered());
  addEventListener("scrollend", remember);
  addEventListener("pagehide", remember);
  document.addEventListener("visibilitychange", remember);
  document.querySelector("[data-read]")?.addEventListener("submit", finish);
}

// Actions

function goTo(place) {
  const block = blocks[place];
  if (!block || block.getBoundingClientRect().bottom < innerHeight) return;
  block.scrollIntoView({ block: "center", behavior: "instant" });
  block.classList.add("here-mark");
}

function remember() {
  const place = blocks.findLastIndex((block) => block.getBoundingClientRect().top < innerHeight * READING_LINE);
  const atEnd = text.getBoundingClientRect().bottom < innerHeight;
  if (place < 1 || atEnd) return forget();
  write(JSON.stringify({ place, fingerprint: text.dataset.fingerprint }));
}

function forget() {
  write(null);
}

function finish() {
  removeEventListener("scrollend", remember);
  removeEventListener("pagehide", remember);
  document.removeEventListener("visibilitychange", remember);
  forget();
}

// Private

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept?.fingerprint === text.dataset.fingerprint ? kept.place : -1;
  } catch {
    return -1;
  }
}

function write(value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A full or closed store: the place is simply not kept.
  }
}
