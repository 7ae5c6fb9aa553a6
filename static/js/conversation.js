// The way that a response takes through a conversation: the same as rapport/learning/conversation.py.

/** The scenes that the choices of `path` lead through: {scene, choice}, up to the first that does not belong there. */
export function way(question, path) {
  const scenes = byKey(question);
  const steps = [];
  let scene = question.scenes[0];
  for (const key of path) {
    const choice = scene?.choices.find((choice) => choice.key === key);
    if (!choice) break;
    steps.push({ scene, choice });
    scene = scenes.get(choice.to);
  }
  return scene ? [...steps, { scene, choice: null }] : steps;
}

/** Whether all of `path` was said, and nothing is left to say. */
export function hasEnded(steps, path) {
  return steps.length === path.length + 1 && !steps.at(-1).scene.choices.length;
}

/** What is best said, from the first scene to an ending. */
export function bestPath(question) {
  const scenes = byKey(question);
  const path = [];
  let scene = question.scenes[0];
  for (let turns = question.scenes.length; turns > 0; turns -= 1) {
    const best = scene?.choices.find((choice) => choice.right);
    if (!best) break;
    path.push(best.key);
    scene = scenes.get(best.to);
  }
  return path;
}

function byKey(question) {
  return new Map(question.scenes.map((scene) => [scene.key, scene]));
}
