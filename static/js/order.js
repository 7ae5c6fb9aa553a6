// Putting in order: each item gets an up and a down button; the selects that a page without scripts
// shows stay in the form, unseen, and say the places.

import { fill } from "./marked.js";

/** Take over the list in `place`, if there is one. `say` speaks the sentence `told` ("{}: now in place {} of {}."). */
export function takeOver(place, told, say) {
  const list = place.querySelector("[data-order]");
  if (!list) return;
  for (const item of sorted(list)) {
    item.querySelector("select").hidden = true;
    item.append(mover(item, "up", -1), mover(item, "down", 1));
    list.append(item);
  }
  settle(list);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(list, button, told, say);
  });
}

function mover(item, way, step) {
  const button = document.getElementById(`icon-${way}`).content.cloneNode(true).firstElementChild;
  button.dataset.move = step;
  button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${item.querySelector("label").textContent.trim()}`);
  return button;
}

function move(list, button, told, say) {
  const item = button.closest("li");
  if (button.dataset.move === "-1") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  settle(list);
  (button.disabled ? item.querySelector("[data-move]:not(:disabled)") : button)?.focus();
  say(fill(told, item.querySelector("label").textContent.trim(), item.querySelector("select").value, list.children.length));
}

// The selects follow the places, and nothing moves past an end.
function settle(list) {
  [...list.children].forEach((item, at) => {
    item.querySelector("select").value = String(at + 1);
    item.querySelector('[data-move="-1"]').disabled = at === 0;
    item.querySelector('[data-move="1"]').disabled = at === list.children.length - 1;
  });
}

function sorted(list) {
  return [...list.children].sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
}
