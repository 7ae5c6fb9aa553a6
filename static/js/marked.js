// Fills the blank of an answered question. The same rules as rapport/pages/rep/quiz_marks.py.

import { way } from "./conversation.js";
import { grade, isRight } from "./grading.js";

/** The section to show after `answer`, made from the page's own blank. */
export function markedSection(blank, question, answer, words) {
  const section = blank.content.cloneNode(true).firstElementChild;
  const tone = toneOf(grade(question, answer.response));
  const sureness = answer.sure ? "sure" : "guessing";
  section.querySelector("[data-verdict]").textContent = words[`${tone}_${sureness}`];
  section.querySelector("[data-tail]").textContent = tone === "right" ? "" : words[answer.round === 1 ? "comes_back" : "stays"];
  const own = { pick: words[`pick_${sureness}`], wrote: words[`wrote_${sureness}`] };
  FILLERS[question.kind](section.querySelector("[data-lines]"), question, answer.response, { ...words, ...own });
  return section;
}

/** A sentence with its facts put where it says {}. */
export function fill(sentence, ...facts) {
  return facts.reduce((text, fact) => text.replace("{}", () => fact), sentence);
}

function toneOf(mark) {
  return isRight(mark) ? "right" : mark > 0 ? "partly" : "wrong";
}

const FILLERS = { one: choices, many: choices, typed: writing, number: writing, order: ordering, match: matching, scenario: talking };

function choices(lines, question, response, words) {
  const picked = [response].flat();
  for (const { key, right } of question.choices) {
    const chosen = picked.includes(key);
    const missed = right && !chosen && question.kind === "many";
    tell(lines, key, right ? "right" : chosen ? "wrong" : "", chosen ? words.pick : missed ? words.missed : "", words);
  }
}

function writing(lines, question, response, words) {
  const right = isRight(grade(question, response));
  line(lines, "given").querySelector("[data-written]").textContent = response;
  tell(lines, "given", right ? "right" : "wrong", words.wrote, words);
  if (right) line(lines, "right").remove();
  else tell(lines, "right", "right", "", words);
}

function ordering(lines, question, response, words) {
  const places = question.items.map((item) => item.key);
  lines.append(...response.map((key) => line(lines, key)));
  response.forEach((key, at) => {
    const right = places[at] === key;
    tell(lines, key, right ? "right" : "wrong", right ? "" : fill(words.place, places.indexOf(key) + 1), words);
  });
}

function matching(lines, question, response, words) {
  for (const { left_key: left, right_key: right } of question.pairs) {
    const partner = lines.querySelector(`[data-partner="${CSS.escape(response[left])}"]`);
    line(lines, left).querySelector("[data-chosen]").append(...partner.cloneNode(true).childNodes);
    tell(lines, left, response[left] === right ? "right" : "wrong", "", words);
  }
}

// Only the way taken stays, with the better line wherever there was one.
function talking(lines, question, response, words) {
  const taken = [];
  for (const { scene, choice } of way(question, response)) {
    taken.push(line(lines, scene.key));
    if (!choice) continue;
    const better = choice.right ? null : scene.choices.find((other) => other.right);
    for (const [said, tone, note] of [[choice, choice.right ? "right" : "wrong", words.you], [better, "better", words.better]]) {
      if (!said) continue;
      tell(lines, `${scene.key}/${said.key}`, tone, note, words);
      taken.push(line(lines, `${scene.key}/${said.key}`));
    }
  }
  lines.replaceChildren(...taken);
}

function tell(lines, key, tone, note, words) {
  const item = line(lines, key);
  if (tone) item.classList.add(tone);
  item.querySelector("[data-sign]").textContent = tone ? words[`sign_${tone}`] : "";
  const place = item.querySelector("[data-note]");
  if (place) place.textContent = note;
  for (const part of item.querySelectorAll("[data-shown]")) part.hidden = !(part.dataset.shown === "toned" ? tone : tone === part.dataset.shown);
}

function line(lines, key) {
  return lines.querySelector(`[data-part="${CSS.escape(key)}"]`);
}
