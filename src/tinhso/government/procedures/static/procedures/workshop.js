// Shows a form.json being typed as a phone and the counter would: half a second after the last key, newest answer only.
const form = document.querySelector("form[data-preview]");
const source = form?.querySelector("textarea");
const frames = [...document.querySelectorAll("iframe[data-mode]")];
let wait = 0;
let asked = 0;

async function show() {
  const mine = ++asked;
  for (const frame of frames) {
    const body = new FormData(form);
    body.set("kieu", frame.dataset.mode);
    const answer = await fetch(form.dataset.preview, { method: "POST", body });
    if (mine !== asked) return;
    if (answer.ok) frame.srcdoc = await answer.text();
  }
}

source?.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(show, 500);
});
