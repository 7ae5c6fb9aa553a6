// Forms marked `data-post` are sent without a reload. The server answers with the same pages as ever, and
// the answer's <main> takes the place of this one. What cannot be sent now waits in the outbox as a fact;
// it has the same id, so an answer that was lost on the way counts once.

import { factOf } from "./facts.js";
import { flush, put } from "./outbox.js";

const PATIENCE = 8_000;
const NOT_SENT = "You are offline just now. Nothing is lost: try again when you are back.";
const KEPT = "Saved on this phone, sent when you are back online.";

// Lifecycle. In capture, so that it comes before the guard against double taps in app.js.

document.addEventListener("submit", onSubmit, true);

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-post]")) return;
  event.preventDefault();
  if (form.ariaBusy !== "true") send(form, event.submitter);
}

// Actions

async function send(form, button) {
  busy(form, button, true);
  try {
    await answered(form, button);
  } catch {
    keep(form, button);
  }
  busy(form, button, false);
}

async function answered(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  const { pathname } = new URL(response.url);
  if ((!response.ok && response.status !== 422) || pathname === "/sign-in") throw new Error(`answered ${response.status}`);
  if (response.ok) form.dispatchEvent(new CustomEvent("post:done", { bubbles: true }));
  if (response.ok && pathname !== location.pathname) location.assign(response.url);
  else show(await response.text());
}

/** Hand the form's fact to the outbox; a form that makes none says that it has to be sent again. */
function keep(form, button) {
  const fact = factOf(form, button);
  if (!fact) return say(form, NOT_SENT);
  put(fact);
  const kept = new CustomEvent("post:kept", { bubbles: true, cancelable: true, detail: { fact } });
  if (form.dispatchEvent(kept)) form.replaceWith(notice(KEPT));
}

// What is shown

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("post:shown"));
  flush();
}

function say(form, words) {
  form.querySelector("[data-said]")?.remove();
  const line = notice(words);
  line.dataset.said = "";
  form.append(line);
}

function notice(words) {
  const line = document.createElement("p");
  line.className = "notice";
  line.role = "status";
  line.textContent = words;
  return line;
}

function busy(form, button, is) {
  form.ariaBusy = String(is);
  button?.setAttribute("aria-busy", String(is));
}
