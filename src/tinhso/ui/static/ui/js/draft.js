// Keeps what is typed: a form with data-autosave="<address>" is posted there on blur and 800 ms after the last key.
// The server's draft is the truth. Only when the network is gone a copy stays in IndexedDB (7 days, wiped when the
// form is sent or the person signs out, never on a shared device); when it is back the person chooses.
// A field `revision` follows the header X-Revision of each save.
// A [data-autosave-status] inside the form says what is kept; its data-words-* are the sentences.
import { csrfToken, say } from "./common.js";

const DATABASE = "tinhso-drafts";
const STORE = "drafts";
const DAYS_7 = 7 * 24 * 3600 * 1000;
const shared = () => document.documentElement.dataset.device === "shared";

function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function local(mode, act) {
  if (shared() || !("indexedDB" in window)) return undefined;
  try {
    const database = await open();
    return await new Promise((done, fail) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => { database.close(); done(request.result); };
      request.onerror = () => { database.close(); fail(request.error); };
    });
  } catch {
    return undefined;
  }
}

// What a person typed, without the number of the draft's revision, which the server changes.
const words = (values) => JSON.stringify(values.filter(([name]) => name !== "revision"));
const LONGEST_WAIT = 4000;
const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

class Draft {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.autosave;
    this.status = form.querySelector("[data-autosave-status]");
    this.before = words(typed(form));
    form.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), 800); });
    form.addEventListener("focusout", () => { clearTimeout(this.timer); this.save(); });
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.save(true));
    this.offer();
  }

  tell(word, time) {
    if (this.status) this.status.textContent = (this.status.dataset[word] || "").replace("{time}", time || "");
  }

  // Pressing a button takes the focus off a field, which saves. The page is sent after that save, never beside it,
  // so that its revision is the newest and nobody is asked to choose between two windows where there is one.
  submit(event) {
    clearTimeout(this.timer);
    if (this.saving && !this.waited) {
      event.preventDefault();
      let sent = false;
      const again = () => {
        if (sent) return;
        sent = this.waited = true;
        this.form.requestSubmit(event.submitter);
      };
      this.saving.then(again);
      setTimeout(again, LONGEST_WAIT);
      return;
    }
    this.waited = false;
    if (navigator.onLine) local("readwrite", (store) => store.delete(this.address));
  }

  save(again = false) {
    if ((words(typed(this.form)) === this.before && !again) || this.saving) return;
    this.saving = this.send().finally(() => { this.saving = null; });
  }

  async send() {
    const values = typed(this.form);
    const now = words(values);
    try {
      const answer = await fetch(this.address, {
        method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": csrfToken(), "X-Autosave": "1" },
      });
      if (answer.ok && !answer.redirected) {
        this.before = now;
        const revision = answer.headers.get("X-Revision");
        if (revision && this.form.elements.revision) this.form.elements.revision.value = revision;
        await local("readwrite", (store) => store.delete(this.address));
        const clock = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
        this.tell("wordsSaved", clock);
      } else {
        this.tell("wordsRefused");
      }
    } catch {
      await local("readwrite", (store) => store.put({ values, at: Date.now() }, this.address));
      this.tell(shared() ? "wordsRefused" : "wordsLocal");
    }
  }

  async offer() {
    const kept = await local("readonly", (store) => store.get(this.address));
    if (!kept) return;
    if (Date.now() - kept.at > DAYS_7 || words(kept.values) === this.before) {
      await local("readwrite", (store) => store.delete(this.address));
      return;
    }
    const place = this.form.querySelector("[data-autosave-offer]");
    if (!place) return;
    place.hidden = false;
    place.querySelector("[data-use-local]")?.addEventListener("click", () => { this.restore(kept.values); place.hidden = true; });
    place.querySelector("[data-use-server]")?.addEventListener("click", () => {
      local("readwrite", (store) => store.delete(this.address));
      place.hidden = true;
    });
  }

  restore(values) {
    const wanted = new Map();
    values.forEach(([name, value]) => wanted.set(name, [...(wanted.get(name) || []), value]));
    for (const field of this.form.elements) {
      if (!field.name || ["file", "submit", "button", "hidden"].includes(field.type)) continue;
      const mine = wanted.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = mine.includes(field.value);
      else if (mine.length) field.value = mine[0];
    }
    this.save(true);
    say(this.status?.dataset.wordsRestored || "");
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => { if (form.dataset.autosave) new Draft(form); });
