// While the worker goes through a file, the page says how far it is; without this script it is loaded again and again.

const PAUSE = 1_000;
const bar = document.querySelector("[data-working]");

if (bar) setTimeout(look, PAUSE);

async function look() {
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("[data-working]");
    if (response.ok && !now) return location.reload();
    if (now) show(now);
  } catch {
    // The next look may reach the site again.
  }
  setTimeout(look, PAUSE);
}

function show(now) {
  bar.querySelector("progress").value = now.querySelector("progress").value;
  bar.querySelector("p").textContent = now.querySelector("p").textContent;
}
