// Logging an entry: days in one tap, pills that can be let go, and entries that wait on this phone shown as such.

import "./drafts.js";
import { dayAhead, renew } from "./facts.js";
import { waiting } from "./outbox.js";
import "./pills.js";
import "./post.js";

const MONTH = 30;

// Lifecycle

document.addEventListener("click", onClick);
document.addEventListener("post:kept", onKept);
document.addEventListener("post:shown", start);
document.addEventListener("outbox:settled", onSettled);
start();

function start() {
  document.querySelectorAll("[data-quick-days]").forEach((days) => (days.hidden = false));
  waiting().forEach(({ fact }) => showWaiting(fact));
}

function onClick({ target }) {
  const quick = target.closest("[data-days]");
  if (quick) setDay(quick.closest("[data-day-field]").querySelector("input"), Number(quick.dataset.days));
}

function onKept(event) {
  const { fact } = event.detail;
  if (fact.kind !== "entry" || fact.root) return;
  event.preventDefault();
  document.querySelector("[data-notice]")?.remove();
  event.target.reset();
  renew(event.target);
  showWaiting(fact);
}

async function onSettled({ detail }) {
  if (!document.querySelector(`[data-waiting="${CSS.escape(detail.id)}"]`)) return;
  const response = await fetch(location.pathname).catch(() => null);
  if (response?.ok) takeParts(await response.text());
}

// Actions

function setDay(box, days) {
  const day = new Date();
  day.setMonth(day.getMonth() + Math.floor(days / MONTH));
  box.value = dayAhead(days % MONTH, day);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** An entry that is not on the server yet: in the list, and in the tally. */
function showWaiting(fact) {
  const form = document.querySelector("form[data-exercise]:not([data-root])");
  const template = document.querySelector("template[data-waiting-entry]");
  if (!form || fact.kind !== "entry" || fact.root || fact.exercise !== form.dataset.exercise) return;
  if (document.querySelector(`[data-waiting="${CSS.escape(fact.id)}"]`)) return;
  if (form.elements.fact_id.value === fact.id) renew(form);
  const item = template.content.firstElementChild.cloneNode(true);
  item.dataset.waiting = fact.id;
  item.querySelector("b").textContent = Object.values(fact.values).find(Boolean) ?? "";
  listOf().prepend(item);
  if (form.dataset.counts === "each") countUp(form);
}

function listOf() {
  const list = document.querySelector("[data-entries]");
  if (list) return list;
  const made = document.createElement("ul");
  made.className = "list";
  made.dataset.entries = "";
  document.querySelector("[data-part=entries]").prepend(made);
  return made;
}

function countUp(form) {
  const mark = document.querySelector("[data-part=tally] .tally > :not(.done)");
  mark?.classList.replace("today", "done") ?? mark?.classList.add("done");
  mark?.nextElementSibling?.classList.add("today");
  const bar = document.querySelector("[data-part=tally] progress");
  if (bar) bar.value += 1;
  for (const text of [...document.querySelectorAll("[data-headline], [data-summary], [data-prompt-label]"), form.querySelector("[data-save]")]) {
    text.textContent = text.textContent.replace(/\d+/, (number) => Number(number) + 1);
  }
  nextPrompt();
}

function nextPrompt() {
  const all = document.querySelectorAll("[data-prompts] > li");
  const label = document.querySelector("[data-prompt-label]");
  if (!label) return;
  const number = Number(label.textContent.match(/\d+/)[0]);
  document.querySelector("[data-prompt]").replaceChildren(...all[(number - 1) % all.length].cloneNode(true).childNodes);
}

function takeParts(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) part.replaceWith(fresh);
    else part.remove();
  }
  waiting().forEach(({ fact }) => showWaiting(fact));
}
