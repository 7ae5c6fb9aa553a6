// A button marked `data-copy` copies the field of that id; it needs the script, and stays hidden without it.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  const done = await toClipboard(field.value);
  button.textContent = done ? "Copied" : "Please copy it by hand";
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy"); // a site without https has no clipboard of its own
  }
}
