// The way back is open for a moment, then it goes; withdrawing stays.

const undo = document.querySelector("[data-undo]");

if (undo) {
  setTimeout(() => {
    if (!undo.querySelector("[data-sent]")) undo.hidden = true;
  }, Number(undo.dataset.undo));
}
