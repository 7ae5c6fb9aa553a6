// What a question's form says, in the shape that facts carry; null while something is missing.

import { hasEnded, way } from "./conversation.js";
import { readings } from "./grading.js";
import { pathIn } from "./talk.js";

/** The response in `form`, which holds one question of the kind `form.dataset.kind`. */
export function responseOf(form) {
  return READERS[form.dataset.kind](form);
}

const READERS = {
  one: (form) => picked(form)[0] ?? null,
  many: (form) => (picked(form).length ? picked(form) : null),
  typed: (form) => written(form),
  number: (form) => (written(form) && readings(written(form)).length ? written(form) : null),
  order: (form) => ordered(form),
  match: (form) => matched(form),
  scenario: (form) => talked(form),
};

function picked(form) {
  return [...form.querySelectorAll("input[name=response]:checked")].map((input) => input.value);
}

function written(form) {
  return form.elements.response.value.replace(/\s+/g, " ").trim() || null;
}

function ordered(form) {
  const at = new Map([...form.querySelectorAll("[data-item]")].map((item) => [item.querySelector("select").value, item.dataset.item]));
  const keys = [...form.querySelectorAll("[data-item]")].map((_, index) => at.get(String(index + 1)));
  return keys.every(Boolean) ? keys : null;
}

function matched(form) {
  const selects = [...form.querySelectorAll("select[name^='match.']")];
  if (selects.some((select) => !select.value)) return null;
  return Object.fromEntries(selects.map((select) => [select.name.slice("match.".length), select.value]));
}

function talked(form) {
  const path = pathIn(form);
  return hasEnded(way(JSON.parse(form.dataset.key), path), path) ? path : null;
}
