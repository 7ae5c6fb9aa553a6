// The result as the phone can tell it by itself, for when the server cannot be reached.

import { grade, score } from "./grading.js";
import { fill, markedSection } from "./marked.js";
import { answerTo, secondRound } from "./run.js";

/** The section to show; it says by itself when the answers have been sent. */
export function shortResult(root, page, questions, run) {
  const { words } = page;
  const section = root.querySelector("template[data-short-result]").content.cloneNode(true).firstElementChild;
  const [first, final] = scores(page, questions, run);
  section.querySelector("[data-headline]").textContent = words[headline(page, first, final)];
  section.querySelector("[data-scores]").textContent = `${fill(words.scores, first, final)} ${page.pass ? fill(words.to_pass, page.pass) : ""}`;
  lookAgain(root, section.querySelector("[data-again]"), secondRound(questions, run.answers), run, words);
  section.querySelector("[data-full-result]").href = `${page.url}/${run.id}`;
  deliver(section, run, words);
  return section;
}

function headline(page, first, final) {
  if (final === 100) return first === 100 ? "all_right" : "mended";
  return final >= page.pass ? "passed" : "not_yet";
}

function scores(page, questions, run) {
  const kept = Array(page.kept).fill(1);
  const firsts = questions.map((question) => markIn(run, question, 1));
  const finals = questions.map((question, at) => markIn(run, question, 2) ?? firsts[at]);
  return [score([...kept, ...firsts]), score([...kept, ...finals])];
}

function markIn(run, question, round) {
  const given = answerTo(run.answers, question.key, round);
  return given && grade(question, given.response);
}

function lookAgain(root, place, wrong, run, words) {
  place.hidden = !wrong.length;
  for (const question of wrong) {
    const blank = root.querySelector(`template[data-marked="${CSS.escape(question.key)}"]`);
    const section = markedSection(blank, question, answerTo(run.answers, question.key, 1), words);
    for (const line of section.querySelectorAll(".choice:not(.right, .wrong)")) line.remove();
    const card = document.createElement("article");
    card.className = "card";
    const title = document.createElement("h3");
    title.append(...section.querySelector("h1").childNodes);
    card.append(title, section.querySelector("[data-lines]"), section.querySelector("[data-explanation]"));
    place.append(card);
  }
}

function deliver(section, run, words) {
  say(section, navigator.onLine ? words.sending : words.waiting);
  document.addEventListener("outbox:settled", ({ detail }) => {
    if (detail.id !== run.id) return;
    const refused = detail.status === "refused";
    say(section, refused ? detail.reason : words.sent);
    section.querySelector("[data-full-result]").hidden = refused;
  });
}

function say(section, sentence) {
  section.querySelector("[data-delivery]").textContent = sentence;
}
