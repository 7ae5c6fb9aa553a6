// The quiz without reloads: takes over the page that the server made, marks each answer at once, and
// gives the finished attempt to the outbox. The run is kept on the phone, so a killed tab goes on.

import { grade, isRight, score } from "./grading.js";
import { markedSection } from "./marked.js";
import { takeOver } from "./order.js";
import { put, status } from "./outbox.js";
import { responseOf } from "./response.js";
import { answerTo, secondRound, turnOf } from "./run.js";
import { drop, recall, remember } from "./draft_run.js";

const PATIENCE = 2_000;
const root = document.querySelector("[data-quiz]");
const page = JSON.parse(root.dataset.quiz);
const words = page.words;
const stage = root.querySelector("[data-stage]");
const questions = [...root.querySelectorAll("template[data-question]")].map((template) => JSON.parse(formIn(template).dataset.key));
let run = { id: page.id, answers: page.answers };

start();

// Lifecycle

function start() {
  if (page.finished) return drop(page);
  const kept = page.answers.length ? null : recall(page, questions);
  if (kept) run = kept;
  root.addEventListener("submit", onSubmit);
  root.addEventListener("click", (event) => event.target.closest("[data-next]") && next());
  if (kept) show();
  else takeOver(stage, words.place_told, say);
}

function onSubmit(event) {
  event.preventDefault();
  if (event.target.matches("[data-ask]")) answer(event.target, event.submitter?.value === "yes");
  else next();
}

// Actions

function answer(form, sure) {
  const turn = turnOf(questions, run.answers);
  const response = responseOf(form);
  if (response === null) return refuse(form);
  const given = { question: turn.question.key, response, sure, round: turn.round };
  run.answers.push(given);
  remember(page, run);
  const finished = !turnOf(questions, run.answers);
  if (finished) finish();
  root.querySelector("[data-intro]")?.remove();
  const section = markedSection(root.querySelector(`template[data-marked="${CSS.escape(given.question)}"]`), turn.question, given, words);
  section.querySelector("[data-next]").textContent = words[finished ? "see" : "next"];
  stage.replaceChildren(section);
  count();
  section.querySelector("[data-verdict]").focus();
}

function next() {
  if (turnOf(questions, run.answers)) show();
  else result();
}

function finish() {
  const { lesson, fingerprint, retry_of } = page;
  put({ id: run.id, kind: "attempt", at: new Date().toISOString(), lesson, fingerprint, answers: run.answers, retry_of });
  drop(page);
}

async function result() {
  const button = stage.querySelector("[data-next]");
  button?.setAttribute("aria-busy", "true");
  if (await sentSoon()) location.replace(`${page.url}/${run.id}`);
  else shortResult();
}

// Private

function show() {
  const turn = turnOf(questions, run.answers);
  if (!turn) return finishLate();
  const form = formIn(root.querySelector(`template[data-question="${CSS.escape(turn.question.key)}"]`)).cloneNode(true);
  root.querySelector("[data-intro]")?.remove();
  stage.replaceChildren(form);
  takeOver(stage, words.place_told, say);
  root.querySelector("[data-place]").textContent = fill(words[turn.round === 1 ? "question" : "once_more"], turn.place, turn.count);
  count();
  scrollTo(0, 0);
  form.querySelector("#asked").focus({ preventScroll: true });
}

function finishLate() {
  finish();
  result();
}

function refuse(form) {
  const place = form.querySelector("[data-refusal]");
  place.hidden = false;
  place.firstElementChild.textContent = place.dataset.refusal;
  const input = [...form.querySelectorAll("input, select")].find((field) => field.type !== "hidden" && !field.hidden);
  input?.setAttribute("aria-describedby", "refusal");
  input?.focus();
}

function count() {
  const line = root.querySelector("[data-progress]");
  line.max = questions.length + secondRound(questions, run.answers).length;
  line.value = run.answers.length;
}

function sentSoon() {
  if (status(run.id) !== "waiting" || !navigator.onLine) return Promise.resolve(status(run.id) === "sent");
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE);
    document.addEventListener("outbox:settled", ({ detail }) => {
      if (detail.id !== run.id) return;
      clearTimeout(timer);
      resolve(detail.status !== "refused");
    });
  });
}

function shortResult() {
  const section = root.querySelector("template[data-short-result]").content.cloneNode(true).firstElementChild;
  const finals = questions.map((question) => markIn(question, 2) ?? markIn(question, 1));
  const [first, final] = [questions.map((question) => markIn(question, 1)), finals].map((marks) => score([...Array(page.kept).fill(1), ...marks]));
  section.querySelector("[data-headline]").textContent = final === 100 ? words.all_right : final >= page.pass ? words.passed : words.not_yet;
  section.querySelector("[data-scores]").textContent = `${fill(words.scores, first, final)} ${page.pass ? fill(words.to_pass, page.pass) : ""}`;
  section.querySelector("[data-again]").append(...secondRound(questions, run.answers).map(lookAgain));
  section.querySelector("[data-again]").hidden = !secondRound(questions, run.answers).length;
  section.querySelector("[data-full-result]").href = `${page.url}/${run.id}`;
  root.querySelector("[data-place]").textContent = "";
  stage.replaceChildren(section);
  delivery(section, navigator.onLine ? words.sending : words.waiting);
  document.addEventListener("outbox:settled", ({ detail }) => {
    if (detail.id === run.id) delivery(section, detail.status === "refused" ? detail.reason : words.sent, detail.status !== "refused");
  });
  scrollTo(0, 0);
  section.querySelector("[data-headline]").focus({ preventScroll: true });
}

function delivery(section, sentence, sent = false) {
  section.querySelector("[data-delivery]").textContent = sentence;
  section.querySelector("[data-full-result]").hidden = !sent;
}

function lookAgain(question) {
  const blank = root.querySelector(`template[data-marked="${CSS.escape(question.key)}"]`);
  const section = markedSection(blank, question, answerTo(run.answers, question.key, 1), words);
  for (const line of section.querySelectorAll(".choice:not(.right, .wrong)")) line.remove();
  const card = document.createElement("article");
  card.className = "card";
  const title = document.createElement("h3");
  title.append(...section.querySelector("h1").childNodes);
  card.append(title, section.querySelector("[data-lines]"), section.querySelector("[data-explanation]"));
  return card;
}

function markIn(question, round) {
  const given = answerTo(run.answers, question.key, round);
  return given && grade(question, given.response);
}

function formIn(template) {
  return template.content.querySelector("form");
}

function fill(sentence, ...facts) {
  return facts.reduce((text, fact) => text.replace("{}", () => fact), sentence);
}

function say(sentence) {
  root.querySelector("[data-said]").textContent = sentence;
}
