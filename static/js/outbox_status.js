// What the outbox shows of itself: in the page's own element `data-outbox`, else at the top of the page.

const WHY = {
  offline: "Saved on this phone, sent when you are back online.",
  owner: "Saved on this phone, sent when you sign in again.",
};

/** Draw the outbox's state into every `[data-outbox]`; nothing is shown when nothing waits. */
export function draw(outbox) {
  const lines = [waitingLine(outbox), ...outbox.kept.map((item) => keptLine(item, outbox.forget))].filter(Boolean);
  const place = document.querySelector("[data-outbox]") ?? (lines.length ? makePlace() : null);
  place?.replaceChildren(...lines);
  if (place) place.hidden = !lines.length;
}

function makePlace() {
  const place = document.createElement("div");
  place.className = "notice";
  place.setAttribute("role", "status");
  place.dataset.outbox = "";
  document.querySelector("main").prepend(place);
  return place;
}

function waitingLine({ state, waiting, unstored }) {
  const why = unstored ? "This phone has no room to save it: please keep this page open." : WHY[state];
  if (!waiting || !why) return null;
  const count = waiting === 1 ? "1 answer waits to be sent." : `${waiting} answers wait to be sent.`;
  return paragraph(`${count} ${why}`);
}

function keptLine({ fact, reason }, forget) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "One answer could not be taken";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--paper";
  button.textContent = "Clear this note";
  button.addEventListener("click", () => forget(fact.id));
  details.append(summary, paragraph(reason || ""), ...words(fact).map(paragraph), button);
  return details;
}

// What the person typed, so that it can be copied from here.
function words(fact) {
  const texts = [fact.text, fact.when, fact.then, fact.note, ...Object.values(fact.values || {})];
  return texts.filter((text) => typeof text === "string" && text.trim());
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}
