// On the machine in the hall: print the number, go back to the start, forget nothing on the screen for long.
const given = document.querySelector("[data-back]");
if (given) {
  if (given.hasAttribute("data-print")) window.setTimeout(() => window.print(), 300);
  window.setTimeout(() => window.location.replace(given.dataset.back), 15000);
}
