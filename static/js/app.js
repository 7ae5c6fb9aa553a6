// Loaded by every page: one tap on a button sends once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
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
const waits = new RegExp(`^rapport\\.(outbox|kept)\\.${document.body.dataset.user}\\.`);
try {
  if (document.body.dataset.user && Object.keys(localStorage).some((key) => waits.test(key))) import("./outbox.js");
} catch {
  // A phone that keeps nothing has nothing to send.
}
