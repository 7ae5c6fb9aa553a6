// A pill that was picked already is let go by a second tap, where nothing has to be picked.

document.addEventListener("click", ({ target }) => target.matches(".pill input[type=radio]") && letGo(target));
document.addEventListener("pointerdown", notePick);

function letGo(radio) {
  if (radio.dataset.picked !== "yes" || radio.required) return;
  radio.checked = false;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function notePick({ target }) {
  const radio = target.closest(".pill")?.querySelector("input[type=radio]");
  if (radio) radio.dataset.picked = radio.checked ? "yes" : "no";
}
