// One go at a quiz: who is asked next. The same rules as rapport/pages/rep/quiz_run.py.

import { grade, isRight } from "./grading.js";

/** `questions` in their order, `answers` as a fact carries them: {question, response, sure, round}. */
export function turnOf(questions, answers) {
  for (const [round, asked] of [[1, questions], [2, secondRound(questions, answers)]]) {
    const at = asked.findIndex((question) => !answerTo(answers, question.key, round));
    if (at >= 0) return { question: asked[at], round, place: at + 1, count: asked.length };
  }
  return null;
}

/** Those answered wrongly so far, confident errors first. */
export function secondRound(questions, answers) {
  const wrong = questions.filter((question) => {
    const first = answerTo(answers, question.key, 1);
    return first && !isRight(grade(question, first.response));
  });
  const doubt = (question) => (answerTo(answers, question.key, 1).sure ? 0 : 1);
  return wrong.sort((a, b) => doubt(a) - doubt(b));
}

export function answerTo(answers, key, round) {
  return answers.find((answer) => answer.question === key && answer.round === round);
}
