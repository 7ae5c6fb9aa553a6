// A kind word to a note without a reload: the note's own buttons are taken from the page that the server answers with.

const PATIENCE = 8_000;
const NOT_SENT = "That could not be sent just now. Please try again.";

// In capture, so that it comes before the guard against double taps in app.js.
document.addEventListener("submit", onSubmit, true);

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-kind-words]")) return;
  event.preventDefault();
  if (form.ariaBusy !== "true") send(form, event.submitter);
}

async function send(form, button) {
  form.ariaBusy = "true";
  try {
    renew(form, button, await answered(form, button));
  } catch {
    say(form);
  }
  form.ariaBusy = "false";
}

async function answered(form, button) {
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok || new URL(response.url).pathname !== location.pathname) throw new Error(`answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(form.id);
}

function renew(form, button, fresh) {
  if (!fresh) return location.reload();
  form.replaceWith(fresh);
  fresh.querySelector(`[data-kind="${button.dataset.kind}"]`).focus();
}

function say(form) {
  const line = form.querySelector("[role=status]") ?? form.appendChild(document.createElement("p"));
  line.className = "small";
  line.role = "status";
  line.textContent = NOT_SENT;
}
