// How answers are marked: the same as rapport/learning/grading.py, which is the one that counts.
// tests/grading_cases.json keeps the two equal.

import { bestPath, hasEnded, way } from "./conversation.js";

const UNIT = 10000;
const NUMBER_LIMIT = 60;
const ACCENTS = /[\u0300-\u036f]/g;
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
const ALIKE = { "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "ς": "σ" };
const ALIKE_PATTERN = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const DECIMAL = /^[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)$/;
const GROUPED = /^[+-]?[0-9]{1,3}(?:([,.' ])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?$/;
const BOUND = /^[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?$/;

/** What the response earns, from 0 to 1 in steps of 0.0001; 0 for anything odd. */
export function grade(question, response) {
  return Object.hasOwn(MARKERS, question.kind) ? MARKERS[question.kind](question, response) : 0;
}

export function isRight(mark) {
  return mark >= 1;
}

/** The percentage that the marks make together, halves rounded up. */
export function score(marks) {
  const parts = Array.from(marks, (mark) => Math.round(mark * UNIT));
  const whole = parts.length * UNIT;
  const sum = parts.reduce((total, part) => total + part, 0);
  return whole ? Math.floor((200 * sum + whole) / (2 * whole)) : 0;
}

/** A response that earns 1. */
export function rightResponse(question) {
  const right = question.choices.filter((choice) => choice.right).map((choice) => choice.key);
  switch (question.kind) {
    case "one":
      return right[0] ?? "";
    case "many":
      return right;
    case "typed":
      return question.accepted.find((text) => isRight(grade(question, text))) ?? "";
    case "number":
      return [question.answer, question.low].find((text) => isRight(grade(question, text))) ?? "";
    case "order":
      return question.items.map((item) => item.key);
    case "scenario":
      return bestPath(question);
    default:
      return Object.fromEntries(question.pairs.map((pair) => [pair.left_key, pair.right_key]));
  }
}

/** The text without case, accents, typographic quotes and dashes, and with single blanks. */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return trim(alike(plain).replace(ACCENTS, "").replace(BLANKS, " "));
}

function one(question, response) {
  return share(question.choices.some((choice) => choice.right && choice.key === response) ? 1 : 0, 1);
}

function many(question, response) {
  const picked = new Set(texts(response));
  const right = new Set(question.choices.filter((choice) => choice.right).map((choice) => choice.key));
  const hits = [...right].filter((key) => picked.has(key)).length;
  return share(hits - (picked.size - hits), right.size);
}

function typed(question, response) {
  const text = typeof response === "string" ? fold(response) : "";
  return share(text !== "" && question.accepted.some((accepted) => fold(accepted) === text) ? 1 : 0, 1);
}

function number(question, response) {
  const bounds = [question.low, question.high];
  if (typeof response !== "string" || !bounds.every((bound) => typeof bound === "string" && BOUND.test(bound))) return 0;
  const [low, high] = bounds.map(decimal);
  return share(readings(response).some((value) => compare(low, value) <= 0 && compare(value, high) <= 0) ? 1 : 0, 1);
}

function order(question, response) {
  const given = texts(response);
  const keys = question.items.map((item) => item.key);
  const places = new Map(given.map((key, place) => [key, place]));
  if (places.size < given.length) return 0;
  if (keys.length === 1) return share(given.length === 1 && given[0] === keys[0] ? 1 : 0, 1);
  let inOrder = 0;
  keys.forEach((first, index) => {
    for (const second of keys.slice(index + 1)) {
      if (places.has(first) && places.has(second) && places.get(first) < places.get(second)) inOrder += 1;
    }
  });
  return share(inOrder, (keys.length * (keys.length - 1)) / 2);
}

function match(question, response) {
  if (typeof response !== "object" || response === null || Array.isArray(response)) return 0;
  const right = question.pairs.filter((pair) => Object.hasOwn(response, pair.left_key) && response[pair.left_key] === pair.right_key);
  return share(right.length, question.pairs.length);
}

function scenario(question, response) {
  const path = texts(response);
  const steps = way(question, path);
  if (!hasEnded(steps, path)) return 0;
  const best = steps.filter((step) => step.choice?.right).length;
  return share(best, Math.max(path.length, bestPath(question).length));
}

const MARKERS = { one, many, typed, number, order, match, scenario };

/** What a written number can mean: "1,000" is a thousand to some and one to others. */
export function readings(text) {
  let plain = alike(text.normalize("NFKC")).replace(DIGITS, asciiDigit);
  plain = trim(trim(plain.replace(BLANKS, " ")).replace(/%$/, ""), false);
  if ([...plain].length > NUMBER_LIMIT) return [];
  const found = DECIMAL.test(plain) ? [decimal(plain.replaceAll(",", "."))] : [];
  const grouped = GROUPED.exec(plain);
  if (grouped) found.push(decimal(plain.replaceAll(grouped[1], "").replaceAll(",", ".")));
  return found;
}

function asciiDigit(digit) {
  const code = digit.charCodeAt(0);
  return String(code >= 0x966 ? code - 0x966 : code & 15);
}

/** A decimal as whole digits and a power of ten, so that no float blurs a bound. */
function decimal(text) {
  const [, sign, whole, part = "", exponent = "0"] = /^([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  return { digits: BigInt(`${sign === "-" ? "-" : ""}${whole}${part}`), power: Number(exponent) - part.length };
}

function compare(a, b) {
  const power = Math.min(a.power, b.power);
  const [left, right] = [a, b].map((value) => value.digits * 10n ** BigInt(value.power - power));
  return left < right ? -1 : left > right ? 1 : 0;
}

function alike(text) {
  return text.replace(ALIKE_PATTERN, (character) => ALIKE[character]);
}

function trim(text, both = true) {
  return text.replace(both ? /^ +| +$/g : / +$/, "");
}

function texts(response) {
  return Array.isArray(response) && response.every((item) => typeof item === "string") ? response : [];
}

function share(part, whole) {
  if (part <= 0 || whole <= 0) return 0;
  return part >= whole ? 1 : Math.min(Math.floor((2 * part * UNIT + whole) / (2 * whole)), UNIT - 1) / UNIT;
}
