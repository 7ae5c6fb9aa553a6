// Preselect the browser's own time zone on the welcome page; the person can still pick another.

const list = document.querySelector('select[data-browser-zone="choose"]');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (list && [...list.options].some((option) => option.value === here)) {
  list.value = here;
}
