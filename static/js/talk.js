// A conversation without reloads: what is said shows at once what it leads to. The form itself holds the way taken.

import { way } from "./conversation.js";

/** What was said so far in a form of this kind. */
export function pathIn(form) {
  return [...form.querySelectorAll("input[name=path]")].map((input) => input.value);
}

/** Say it: the line joins the talk, and the scene it leads to follows. `root` holds the scenes. False for what cannot be said here. */
export function say(root, form, key) {
  const replies = form.querySelector("[data-replies]");
  const button = replies.querySelector(`[value="${CSS.escape(key)}"]`);
  if (!button) return false;
  const { scene } = way(JSON.parse(form.dataset.key), [...pathIn(form), key]).at(-1);
  const next = root.querySelector(`template[data-scene="${CSS.escape(`${form.dataset.ask}/${scene.key}`)}"]`).content.cloneNode(true);
  form.append(kept(key));
  form.querySelector("[data-talk]").append(line(root, button), next.querySelector("li"));
  for (const old of replies.querySelectorAll("button")) old.remove();
  replies.append(...next.querySelectorAll("button"));
  for (const part of form.querySelectorAll("[data-replies], [data-ending], .dock")) {
    part.hidden = part === replies ? !scene.choices.length : scene.choices.length > 0;
  }
  return true;
}

/** Bring what was just said to the top, with the answer below it, and go on from there. */
export function follow(form) {
  form.querySelector("[data-replies]:not([hidden]), [data-ending]:not([hidden])").focus({ preventScroll: true });
  form.querySelector("[data-talk] > :nth-last-child(2)").scrollIntoView();
}

function line(root, button) {
  const yours = root.querySelector("template[data-yours]").content.cloneNode(true).firstElementChild;
  yours.querySelector("[data-words]").append(...button.firstElementChild.childNodes);
  return yours;
}

function kept(key) {
  const input = document.createElement("input");
  [input.type, input.name, input.value] = ["hidden", "path", key];
  return input;
}
