// The outbox: facts wait on this phone until the server has them, and leave only for their owner's account.
//
// One entry of localStorage per fact (`rapport.outbox.<user id>.<fact id>`), so that two tabs never
// overwrite each other's. A fact goes away only when the server says that it holds it. One that the
// server refuses is kept under `rapport.kept.…` with the reason, for the person to see.

import { draw } from "./outbox_status.js";

const user = document.body.dataset.user || "";
const WAITING = `rapport.outbox.${user}.`;
const KEPT = `rapport.kept.${user}.`;
const BATCH = 50;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;

const unstored = new Map(); // when the phone's own store is full or closed: until this page goes
let state = "idle"; // idle | sending | offline | owner
let pause = FIRST_PAUSE;
let timer = 0;
let running = null;

// Public

/** Keep a fact and try to send it. The same id is kept once: the first one stands. */
export function put(fact) {
  if (status(fact.id) === "sent") store(fact);
  show();
  flush();
}

/** Send what waits. One tab at a time; resolves when there is nothing more to try for now. */
export function flush() {
  if (!user) return Promise.resolve();
  running ??= alone(sendAll).finally(stop);
  return running;
}

/** "waiting", "kept" (the server refused it) or "sent" (not here any more). */
export function status(id) {
  if (unstored.has(id) || read(WAITING + id)) return "waiting";
  return read(KEPT + id) ? "kept" : "sent";
}

/** The facts that wait, oldest first. */
export function waiting() {
  const stored = keys(WAITING).map((key) => ({ key, ...read(key) }));
  const loose = [...unstored.values()].map((fact) => ({ key: WAITING + fact.id, queued: 0, fact }));
  return [...stored, ...loose].filter((item) => item.fact).sort((a, b) => a.queued - b.queued);
}

/** The facts that the server refused, with its reason. */
export function kept() {
  return keys(KEPT).map((key) => read(key)).filter(Boolean);
}

/** Let go of a refused fact, when its owner has seen it. */
export function forget(id) {
  localStorage.removeItem(KEPT + id);
  show();
}

// Sending

function alone(work) {
  return navigator.locks ? navigator.locks.request(WAITING, work) : work();
}

function stop() {
  running = null;
  if (state === "idle" && waiting().length) flush(); // put while the last answer was on its way back
}

async function sendAll() {
  clearTimeout(timer);
  try {
    while (waiting().length) {
      state = "sending";
      await sendBatch(waiting().slice(0, BATCH));
      pause = FIRST_PAUSE;
    }
    state = "idle";
  } catch (problem) {
    state = problem.owner ? "owner" : "offline";
    if (!problem.owner) again();
  }
  show();
}

async function sendBatch(batch) {
  const token = await freshToken();
  const response = await ask("/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ user: Number(user), facts: batch.map((item) => item.fact) }),
  });
  const { results } = await response.json();
  const settled = results.filter((result) => settle(result, batch));
  if (!settled.length) throw new Error("nothing was acknowledged");
}

async function freshToken() {
  const answer = await (await ask("/sync/token")).json();
  if (String(answer.user) !== user) throw Object.assign(new Error("somebody else is signed in"), { owner: true });
  return answer.token;
}

async function ask(address, options = {}) {
  const response = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
  const owner = response.status === 401 || response.status === 409 || response.type === "opaqueredirect";
  if (!response.ok) throw Object.assign(new Error(`${address} answered ${response.status}`), { owner });
  return response;
}

function settle({ id, status: verdict, reason: code, message }, batch) {
  const reason = message || code;
  const item = batch.find(({ fact }) => fact.id === id);
  if (!item || !["stored", "known", "refused"].includes(verdict)) return false;
  if (verdict === "refused") write(KEPT + id, { fact: item.fact, reason, at: Date.now() });
  localStorage.removeItem(item.key);
  unstored.delete(id);
  document.dispatchEvent(new CustomEvent("outbox:settled", { detail: { id, status: verdict, reason } }));
  return true;
}

function again() {
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

// The phone's store

function store(fact) {
  if (!write(WAITING + fact.id, { fact, queued: Date.now() })) unstored.set(fact.id, fact);
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

// Lifecycle

function show() {
  draw({ state, waiting: waiting().length, unstored: unstored.size, kept: kept(), forget });
}

function wake() {
  pause = FIRST_PAUSE;
  flush();
}

if (user) {
  show();
  wake();
  addEventListener("online", wake);
  addEventListener("storage", (event) => event.key?.startsWith("rapport.") && show());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  addEventListener("beforeunload", (event) => unstored.size && event.preventDefault());
}
