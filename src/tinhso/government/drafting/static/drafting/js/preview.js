// Shows how the draft will look while it is typed: a form with data-live-preview="<address>" is posted there 700 ms after
// the last key; the answer holds the pages as pictures. Only the newest answer is shown. Nothing is saved by it.
import { csrfToken } from "../../ui/js/common.js";

const WAIT = 700;

for (const form of document.querySelectorAll("form[data-live-preview]")) {
  const sheet = document.querySelector("[data-preview-pages]");
  const said = document.querySelector("[data-preview-said]");
  if (!sheet) continue;
  const calm = said ? said.textContent : "";
  let timer = 0;
  let turn = 0;

  const show = async () => {
    const mine = ++turn;
    const body = new FormData(form);
    body.set("dang", "anh");
    try {
      const answer = await fetch(form.dataset.livePreview, {
        method: "POST", body, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      });
      const told = await answer.json();
      if (mine !== turn) return;
      if (said) said.textContent = told.said || calm;
      if (!told.pages || !told.pages.length) return;
      sheet.replaceChildren(...told.pages.map((source, place) => {
        const page = document.createElement("img");
        page.src = source;
        page.alt = `${sheet.dataset.alt} ${place + 1}`;
        return page;
      }));
    } catch {
      // No network: what was typed stays in the form, the picture stays what it was.
    }
  };

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, WAIT); });
  show();
}
