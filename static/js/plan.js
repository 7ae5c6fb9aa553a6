// Making a plan: the sentence grows as one picks, and the day is said in words.

import "./drafts.js";
import "./post.js";

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

// Lifecycle

document.addEventListener("input", onInput);
document.addEventListener("change", onInput);
document.addEventListener("draft:restored", showAll);
document.addEventListener("post:shown", showAll);
showAll();

function onInput({ target }) {
  const form = target.closest("[data-plan]");
  if (!form) return;
  if (target.matches("[data-own]")) form.elements[`${target.name}_own`].focus();
  show(form);
}

function showAll() {
  document.querySelectorAll("[data-plan]").forEach(show);
}

// Actions

function show(form) {
  const when = chosen(form, "when");
  const then = chosen(form, "then");
  const sentence = form.querySelector("[data-sentence]");
  sentence.hidden = !when && !then;
  sentence.querySelector("[data-when]").textContent = when || "…";
  sentence.querySelector("[data-then]").textContent = then || "…";
  const day = form.elements.ask_on.valueAsDate;
  if (day) form.querySelector("[data-ask-day]").textContent = `on ${inWords(form.elements.ask_on.value)}`;
}

// Private

function chosen(form, name) {
  const data = new FormData(form);
  return (data.get(name) || data.get(`${name}_own`) || "").trim();
}

function inWords(value) {
  const [year, month, day] = value.split("-").map(Number);
  return DAY.format(new Date(year, month - 1, day)).replace(",", "");
}
