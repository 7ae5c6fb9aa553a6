// A form becomes a fact: the same one that the server would have made of it.

const FIELD = "field.";

const CONTENTS = {
  entry: (data, { exercise }) => ({ exercise, values: fieldsOf(data), withdrawn: false }),
  reflection: (data) => ({ text: textOf(data), shared: data.get("shared") === "yes" }),
  outcome: (data, _form, button) => ({ about: data.get("about"), subject: data.get("subject"), field: data.get("field"), ...answerOf(data, button) }),
  plan: (data) => ({ when: picked(data, "when"), then: picked(data, "then"), ask_on: data.get("ask_on") }),
};

/** The fact that this form makes when sent by this button, or null when it makes none. */
export function factOf(form, button) {
  const { fact: kind, lesson, fingerprint, root = null } = form.dataset;
  if (!(kind in CONTENTS)) return null;
  const data = new FormData(form);
  return { id: data.get("fact_id"), kind, at: new Date().toISOString(), lesson, fingerprint, root, ...CONTENTS[kind](data, form.dataset, button) };
}

/** Give the form a fact id of its own, after the one it came with is used. */
export function renew(form) {
  form.elements.fact_id.value = newId();
}

function newId() {
  // randomUUID needs https; on a plain local network this does.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function fieldsOf(data) {
  const fields = [...data].filter(([name]) => name.startsWith(FIELD));
  return Object.fromEntries(fields.map(([name, value]) => [name.slice(FIELD.length), value]));
}

function textOf(data) {
  return [...data].find(([name]) => name === "text" || name.startsWith("text-"))?.[1] ?? "";
}

function answerOf(data, button) {
  const said = button?.value;
  const forNow = said === "for now";
  const until = forNow ? data.get("next") : said === "later" ? data.get("until") || dayAhead(Number(data.get("in_days"))) : null;
  return { result: forNow ? "later" : said, note: data.get("note") ?? "", until };
}

/** The day so many days from today, as "2026-11-27". */
export function dayAhead(days, from = new Date()) {
  const day = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function picked(data, name) {
  return data.get(name) || data.get(`${name}_own`) || "";
}
