// Loaded by every page: one tap on a button sends once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !mayLeave(event)) return;
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

// What waits on this phone is sent from whatever page comes next.
const user = document.body.dataset.user;
if (user && (kept(`rapport.outbox.${user}.`).length || kept(`rapport.kept.${user}.`).length)) import("./outbox.js");

// Signing out leaves nothing to read behind, and says so when answers still wait.
function mayLeave(event) {
  if (!event.target.matches("[data-sign-out]")) return true;
  const waiting = kept(`rapport.outbox.${user}.`).length;
  const words = `${waiting === 1 ? "One answer waits" : `${waiting} answers wait`} to be sent. Signed out, they stay on this phone until you sign in again. Sign out now?`;
  if (waiting && !confirm(words)) {
    event.preventDefault();
    return false;
  }
  for (const key of kept(`rapport.place.${user}.`)) localStorage.removeItem(key);
  return true;
}

function kept(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return []; // A phone that keeps nothing has nothing to send.
  }
}
