// Asking for modules: the button says whom it asks and until when, and a word comes where the time is too short.

const form = document.querySelector("[data-assign]");
const DAY = 24 * 60 * 60 * 1000;

if (form) {
  form.addEventListener("input", tell);
  form.addEventListener("keydown", sendOnEnter);
  addEventListener("pageshow", tell);
  tell();
}

// Actions

function tell() {
  const words = [whom(), until()];
  form.querySelector("[data-sends]").textContent = words.every(Boolean) ? `Ask ${words.join(" ")}` : "Ask for it";
  warn();
}

/** Enter in a line of text sends, and does not search for people. */
function sendOnEnter(event) {
  if (event.key !== "Enter" || !event.target.matches("input[type=text], input[type=number]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-sends]"));
}

function warn() {
  const [least, words] = slowest();
  const days = left();
  const notice = form.querySelector("[data-too-short]");
  notice.hidden = days === null || least <= days;
  notice.querySelector("[data-slowest-words]").textContent = words;
}

// Private

function whom() {
  const team = form.querySelector("[name=team]:checked, [name=team] option:checked");
  if (!team || team.value !== "people") return team?.dataset.words ?? "";
  const names = [...form.querySelectorAll("[name=people]:checked")].map((person) => person.dataset.name);
  if (names.length < 3) return names.join(" and ");
  return `${names[0]} and ${names.length - 1} others`;
}

function until() {
  const rule = form.querySelector("[name=until]:checked")?.value;
  if (rule === "joining") return form.days.value ? `within ${form.days.value} days of joining` : "";
  const day = lastDay();
  return day ? `until ${inWords(day)}` : "";
}

function lastDay() {
  const picked = form.querySelector("[name=until]:checked");
  return picked?.value === "date" ? form.due_on.value : picked?.dataset.day;
}

/** How many days there are, null where that is not known. */
function left() {
  const rule = form.querySelector("[name=until]:checked")?.value;
  if (rule === "joining") return Number(form.days.value) || null;
  const day = lastDay();
  return day ? Math.round((Date.parse(day) - Date.parse(form.dataset.today)) / DAY) : null;
}

function slowest() {
  const picked = [...form.querySelectorAll("[name=modules]:checked")].map(({ dataset }) => [Number(dataset.least), dataset.slowest]);
  return picked.reduce((one, other) => (other[0] > one[0] ? other : one), [0, ""]);
}

function inWords(day) {
  const year = day.slice(0, 4) === form.dataset.today.slice(0, 4) ? undefined : "numeric";
  const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year, timeZone: "UTC" }).format(Date.parse(day));
  return words.replaceAll(" ", "\u00a0"); // a date stays in one line
}
