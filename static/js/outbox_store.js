// Where the outbox keeps its facts: one entry of localStorage each (`rapport.outbox.<user id>.<fact id>`),
// so that two tabs never overwrite each other's.

export const user = document.body.dataset.user || "";
const WAITING = `rapport.outbox.${user}.`;
const KEPT = `rapport.kept.${user}.`;
const loose = new Map(); // when the phone's own store is full or closed: until this page goes

/** Keep a fact until it is sent. */
export function store(fact) {
  if (!write(WAITING + fact.id, { fact, queued: Date.now() })) loose.set(fact.id, fact);
}

/** The server has it. */
export function release(id) {
  localStorage.removeItem(WAITING + id);
  loose.delete(id);
}

/** The server refused it: it is kept with the reason, for its owner to see. */
export function refuse(fact, reason) {
  write(KEPT + fact.id, { fact, reason, at: Date.now() });
  release(fact.id);
}

/** Let go of a refused fact. */
export function discard(id) {
  localStorage.removeItem(KEPT + id);
}

/** "waiting", "kept" (the server refused it) or "sent" (not here any more). */
export function status(id) {
  if (loose.has(id) || read(WAITING + id)) return "waiting";
  return read(KEPT + id) ? "kept" : "sent";
}

/** The facts that wait, oldest first, as {fact, queued}. */
export function waiting() {
  const stored = keys(WAITING).map(read);
  const unstored = [...loose.values()].map((fact) => ({ fact, queued: 0 }));
  return [...stored, ...unstored].filter((item) => item?.fact).sort((a, b) => a.queued - b.queued);
}

/** The facts that the server refused, as {fact, reason}. */
export function kept() {
  return keys(KEPT).map(read).filter((item) => item?.fact);
}

/** How many facts this phone had no room for. */
export function unstored() {
  return loose.size;
}

// Private

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
