// What is being typed into a form marked `data-draft` is kept on this phone, for this person, until it is saved.

const PREFIX = `rapport.draft.${document.body.dataset.user}.`;
const KEPT = "We kept what you had typed.";

// Lifecycle

document.addEventListener("input", (event) => remember(event.target.form));
document.addEventListener("change", (event) => remember(event.target.form));
document.addEventListener("post:done", (event) => forget(event.target.dataset.draft));
document.addEventListener("post:kept", (event) => forget(event.target.dataset.draft));
document.addEventListener("post:shown", start);
start();

function start() {
  document.querySelectorAll("[data-draft-done]").forEach((saved) => saved.dataset.draftDone.split(" ").forEach(forget));
  document.querySelectorAll("form[data-draft]:not([data-typed])").forEach(restore);
}

// Actions

function remember(form) {
  if (form?.dataset.draft) write(form.dataset.draft, typedIn(form));
}

function forget(key) {
  if (key) write(key, null);
}

function restore(form) {
  const draft = read(form.dataset.draft);
  if (!draft || same(draft, typedIn(form))) return;
  for (const box of boxes(form)) {
    if (!(box.name in draft)) continue;
    if (box.type === "radio" || box.type === "checkbox") box.checked = draft[box.name] === box.value;
    else box.value = draft[box.name];
  }
  form.closest("details")?.setAttribute("open", "");
  form.prepend(line());
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
}

// Private

function boxes(form) {
  return [...form.elements].filter((box) => box.name && box.type !== "hidden" && box.type !== "submit");
}

function typedIn(form) {
  const draft = {};
  for (const box of boxes(form)) {
    if (box.type !== "radio" && box.type !== "checkbox") draft[box.name] = box.value;
    else draft[box.name] = box.checked ? box.value : (draft[box.name] ?? null);
  }
  return draft;
}

function same(one, other) {
  return Object.keys(other).every((name) => !(name in one) || one[name] === other[name]);
}

function line() {
  const words = document.createElement("p");
  words.className = "small soft";
  words.role = "status";
  words.textContent = KEPT;
  return words;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // A full or closed store: typing goes on, only without a net.
  }
}
