// The quiz without reloads: takes over the page that the server made, marks each answer at once, and
// gives the finished attempt to the outbox. The run is kept on the phone, so a killed tab goes on.

import { drop, recall, remember } from "./draft_run.js";
import { fill, markedSection } from "./marked.js";
import { takeOver } from "./order.js";
import { put, status } from "./outbox.js";
import { responseOf } from "./response.js";
import { secondRound, turnOf } from "./run.js";
import { shortResult } from "./short_result.js";
import { follow, pathIn, say as sayLine } from "./talk.js";

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
  root.addEventListener("click", onClick);
  if (kept) show();
  else takeOver(stage, words.place_told, say);
}

function onClick(event) {
  const again = event.detail > 1; // the second half of a double tap
  if (event.target.closest("[data-next]") && !again) next();
  if (event.target.closest("[name=reply]") && again) event.preventDefault();
}

function onSubmit(event) {
  event.preventDefault();
  if (event.submitter?.name === "reply") talk(event.target, event.submitter.value);
  else if (event.target.matches("[data-ask]")) answer(event.target, event.submitter?.value === "yes");
  else next();
}

// Actions

function answer(form, sure) {
  const turn = turnOf(questions, run.answers);
  const response = responseOf(form);
  if (response === null) return refuse(form);
  const given = { question: turn.question.key, response, sure, round: turn.round };
  run.answers.push(given);
  delete run.talk;
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

function talk(form, key) {
  if (!sayLine(root, form, key)) return;
  const { question, round } = turnOf(questions, run.answers);
  run.talk = { question: question.key, round, path: pathIn(form) };
  remember(page, run);
  follow(form);
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
  else showShortResult();
}

// Private

function show() {
  const turn = turnOf(questions, run.answers);
  if (!turn) return finishLate();
  const form = formIn(root.querySelector(`template[data-question="${CSS.escape(turn.question.key)}"]`)).cloneNode(true);
  root.querySelector("[data-intro]")?.remove();
  stage.replaceChildren(form);
  takeOver(stage, words.place_told, say);
  if (run.talk?.question === turn.question.key && run.talk.round === turn.round) run.talk.path.every((key) => sayLine(root, form, key));
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

function showShortResult() {
  const section = shortResult(root, page, questions, run);
  root.querySelector("[data-place]").textContent = "";
  stage.replaceChildren(section);
  scrollTo(0, 0);
  section.querySelector("[data-headline]").focus({ preventScroll: true });
}

function formIn(template) {
  return template.content.querySelector("form");
}

function say(sentence) {
  root.querySelector("[data-said]").textContent = sentence;
}
