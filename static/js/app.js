// Loaded by every page: one tap on a button sends once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !isMeant(event) || !mayLeave(event)) return;
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// What has just been refused, else what has just happened, is where the eye and the keyboard go.
document.addEventListener("post:shown", showAnswer);
if (location.hash) addEventListener("load", showAnswer); // the browser goes to the named place first, and takes the focus along
else showAnswer({ type: "load" });

function showAnswer({ type }) {
  const answers = [...document.querySelectorAll("main [aria-invalid=true], main .error, main [data-notice]")];
  const first = answers.find((answer) => answer.getClientRects().length);
  if (first?.matches(".error")) first.tabIndex = -1;
  first?.focus({ preventScroll: true });
  if (first && (type === "post:shown" || !inSight(first))) first.scrollIntoView({ block: "center", behavior: "instant" });
  if (first?.matches("[data-notice]") && location.search) forgetNotice();
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight * 0.8; // the bar covers the rest
}

/** What has happened is said once: not again after a refresh. */
function forgetNotice() {
  history.replaceState(history.state, "", location.pathname + location.hash);
}

// What waits on this phone is sent from whatever page comes next.
const user = document.body.dataset.user;
if (user && (kept(`rapport.outbox.${user}.`).length || kept(`rapport.kept.${user}.`).length)) import("./outbox.js");

// What is hard to take back is asked about once.
function isMeant(event) {
  const sentence = event.target.dataset.confirm;
  if (!sentence || confirm(sentence)) return true;
  event.preventDefault();
  return false;
}

// Signing out leaves nothing to read behind, and says so when something is still to be sent or saved.
function mayLeave(event) {
  if (!event.target.matches("[data-sign-out]")) return true;
  const losses = partingWords(kept(`rapport.outbox.${user}.`).length, unsaved().length);
  if (losses && !confirm(`${losses} Sign out now?`)) {
    event.preventDefault();
    return false;
  }
  for (const key of [...unsaved(), ...kept(`rapport.place.${user}.`)]) localStorage.removeItem(key);
  return true;
}

function partingWords(waiting, typed) {
  const count = waiting === 1 ? "One answer waits" : `${waiting} answers wait`;
  const stay = waiting ? `${count} to be sent. Signed out, they stay on this phone until you sign in again.` : "";
  return [stay, typed ? "What you have begun and not saved goes from this phone." : ""].filter(Boolean).join(" ");
}

/** Texts that were typed, and quizzes that were begun. */
function unsaved() {
  return [...kept(`rapport.draft.${user}.`), ...kept(`rapport.quiz.${user}.`)];
}

function kept(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return []; // A phone that keeps nothing has nothing to send.
  }
}
