// A run that is not finished yet, kept on this phone for its owner and for this edition of the lesson.

const user = document.body.dataset.user || "";

/** The unfinished run of this page, or null. Runs of older editions are let go. */
export function recall(page, questions) {
  tidy(page);
  const run = read(name(page));
  const keys = questions.map((question) => question.key);
  if (!(run?.answers?.length || run?.talk) || !run.answers.every((answer) => keys.includes(answer.question))) return null;
  return run;
}

export function remember(page, run) {
  try {
    localStorage.setItem(name(page), JSON.stringify(run));
  } catch {
    // A phone without room: the run then lives as long as its page.
  }
}

export function drop(page) {
  try {
    localStorage.removeItem(name(page));
  } catch {
    // Nothing was kept.
  }
}

function name(page) {
  return `${prefix(page)}${page.fingerprint}.${page.retry_of || ""}`;
}

function prefix(page) {
  return `rapport.quiz.${user}.${page.lesson}.`;
}

function tidy(page) {
  const current = prefix(page) + page.fingerprint;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix(page)) && !key.startsWith(current)) localStorage.removeItem(key);
  } catch {
    // Nothing to tidy.
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
