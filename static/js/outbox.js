// The outbox: facts wait on this phone until the server has them, and leave only for their owner's account.
//
// A fact goes away only when the server says that it holds it. One that the server refuses is kept with
// the reason, for the person to see. Why it is built so: docs/decisions/0004-outbox.md.

import { discard, kept, refuse, release, status, store, unstored, user, waiting } from "./outbox_store.js";
import { draw } from "./outbox_status.js";

export { kept, status, waiting };

const BATCH = 50;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;

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

/** Let go of a refused fact, when its owner has seen it. */
export function forget(id) {
  discard(id);
  show();
}

// Sending

function alone(work) {
  return navigator.locks ? navigator.locks.request(`rapport.outbox.${user}`, work) : Promise.resolve().then(work);
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
      await sendBatch(waiting().slice(0, BATCH).map((item) => item.fact));
      pause = FIRST_PAUSE;
    }
    state = "idle";
  } catch (problem) {
    state = problem.owner ? "owner" : "offline";
    if (!problem.owner) again();
  }
  show();
}

async function sendBatch(facts) {
  const token = await freshToken();
  const response = await ask("/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ user: Number(user), facts }),
  });
  const { results } = await response.json();
  const settled = results.filter((result) => settle(result, facts));
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

function settle({ id, status: verdict, reason: code, message }, facts) {
  const fact = facts.find((one) => one.id === id);
  if (!fact || !["stored", "known", "refused"].includes(verdict)) return false;
  const reason = message || code;
  if (verdict === "refused") refuse(fact, reason);
  else release(id);
  document.dispatchEvent(new CustomEvent("outbox:settled", { detail: { id, status: verdict, reason } }));
  return true;
}

function again() {
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

// Lifecycle

function show() {
  draw({ state, waiting: waiting().length, unstored: unstored(), kept: kept(), forget });
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
  addEventListener("beforeunload", (event) => unstored() && event.preventDefault());
}
