// The paper check and the page grid by keyboard and touch. Without this file both are plain forms that do the same.

// The check: up and down go to the same column of the next line; Enter goes on to the next field.
document.querySelector("[data-sheet]")?.addEventListener("keydown", (event) => {
  const cell = event.target.closest("input[data-column]");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const table = event.currentTarget;
  if (step) {
    const column = [...table.querySelectorAll(`[data-column="${cell.dataset.column}"]`)];
    const next = column[column.indexOf(cell) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select?.();
  } else if (event.key === "Enter") {
    const fields = [...table.querySelectorAll("[data-column]:not(:disabled)")];
    const next = fields[fields.indexOf(cell) + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select?.();
  }
});

// The page grid: buttons under each page for fingers, keys for hands; the form's own fields are what is sent.
const grid = document.querySelector("[data-pages]");

function number() {
  [...grid.querySelectorAll("[data-page]")].forEach((tile, index) => { tile.querySelector("[data-place]").value = index + 1; });
}

function turn(tile) {
  const field = tile.querySelector("[data-turn]");
  field.value = String((Number(field.value) + 90) % 360);
  redraw(tile);
}

function redraw(tile) {
  const picture = tile.querySelector("img");
  picture.src = `${picture.dataset.source}?xoay=${tile.querySelector("[data-turn]").value}`;
}

function move(tile, forward) {
  const other = forward ? tile.nextElementSibling : tile.previousElementSibling;
  if (!other) return;
  if (forward) other.after(tile);
  else other.before(tile);
  number();
}

function assign(tile, place) {
  const field = tile.querySelector("[data-part]");
  if (place < field.options.length) field.selectedIndex = place;
}

if (grid) {
  grid.querySelectorAll("[data-page]").forEach((tile) => { tile.tabIndex = 0; });
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const tile = button.closest("[data-page]");
    if (button.dataset.do === "turn") turn(tile);
    else move(tile, button.dataset.do === "right");
    button.focus();
  });
  grid.addEventListener("change", (event) => {
    if (event.target.matches("[data-turn]")) redraw(event.target.closest("[data-page]"));
  });
  grid.addEventListener("keydown", (event) => {
    const tile = event.target.closest("[data-page]");
    if (!tile || event.target !== tile || event.ctrlKey || event.metaKey) return;
    const sideways = { ArrowLeft: false, ArrowUp: false, ArrowRight: true, ArrowDown: true }[event.key];
    if (sideways !== undefined) {
      event.preventDefault();
      if (event.altKey) move(tile, sideways);
      else (sideways ? tile.nextElementSibling : tile.previousElementSibling)?.focus();
      if (event.altKey) tile.focus();
    } else if (event.key.toLowerCase() === "r" && !event.altKey) {
      event.preventDefault();
      turn(tile);
    } else if (event.key === "Delete") {
      event.preventDefault();
      const box = tile.querySelector("[data-remove]");
      box.checked = !box.checked;
    } else if (/^[1-9]$/.test(event.key) && !event.altKey) {
      event.preventDefault();
      assign(tile, Number(event.key));
    }
  });
}

// A paper that is being made: ask every two seconds, show the page anew when it is done.
const waiting = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const said = await answer.json();
      waiting.querySelector("progress").value = said.percent;
      if (said.state !== "queued" && said.state !== "working") {
        window.location.reload();
        return;
      }
    }
  } catch {
    // No network for a moment: asked again.
  }
  window.setTimeout(look, 2000);
}

if (waiting) window.setTimeout(look, 2000);
