// Resumable uploads (tus 1.0.0) for [data-upload="<address>"]. Without this file the file input posts as usual.
// A finished upload becomes a hidden input "<name>-upload" with its address; the server claims it from there.
import { csrfToken, say } from "./common.js";

const CHUNK = 512 * 1024;
const WAITS = [1000, 3000, 8000, 20000];
const TUS = { "Tus-Resumable": "1.0.0" };

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

class Refused extends Error {}

class Upload {
  constructor(slot, file) {
    this.slot = slot;
    this.words = slot.dataset;
    this.file = file;
    this.offset = 0;
    this.address = "";
    this.state = "waiting";
    this.draw();
  }

  draw() {
    this.row = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = this.file.name.normalize("NFC");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "btn btn--2 btn--small";
    this.button.addEventListener("click", () => this.press());
    this.bar = document.createElement("progress");
    this.bar.max = this.file.size || 1;
    this.bar.setAttribute("aria-label", this.file.name);
    this.note = document.createElement("span");
    this.note.className = "upload__note";
    this.row.append(name, this.button, this.bar, this.note);
    this.slot.querySelector("[data-upload-list]").append(this.row);
  }

  show(note, button) {
    const percent = Math.floor((this.offset * 100) / (this.file.size || 1));
    this.bar.value = this.offset;
    this.note.textContent = this.state === "sending" ? `${note} ${percent}%` : note;
    this.button.textContent = button;
  }

  press() {
    if (this.state === "sending") {
      this.state = "paused";
      this.abort?.abort();
      this.show("", this.words.wordsResume);
    } else if (this.state === "paused" || this.state === "lost") {
      this.run();
    } else {
      this.forget();
    }
  }

  forget() {
    if (this.address) fetch(this.address, { method: "DELETE", headers: { ...TUS, "X-CSRFToken": csrfToken() } }).catch(() => {});
    this.row.remove();
    this.state = "gone";
  }

  async call(method, address, headers, body) {
    this.abort = new AbortController();
    const answer = await fetch(address, {
      method, body, headers: { ...TUS, "X-CSRFToken": csrfToken(), ...headers }, signal: this.abort.signal,
    });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 423 && answer.status !== 429) throw new Refused();
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    return answer;
  }

  async begin() {
    const metadata = `filename ${base64(this.file.name.normalize("NFC"))},filetype ${base64(this.file.type || "application/octet-stream")}`;
    const answer = await this.call("POST", this.slot.dataset.upload, { "Upload-Length": String(this.file.size), "Upload-Metadata": metadata });
    this.address = new URL(answer.headers.get("Location"), new URL(this.slot.dataset.upload, document.baseURI)).pathname;
  }

  async catchUp() {
    const answer = await this.call("HEAD", this.address, {});
    this.offset = Number(answer.headers.get("Upload-Offset")) || 0;
  }

  async send() {
    const part = this.file.slice(this.offset, this.offset + CHUNK);
    const answer = await this.call("PATCH", this.address, {
      "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset),
    }, part);
    if (answer.status === 409) await this.catchUp();
    else this.offset = Number(answer.headers.get("Upload-Offset")) || this.offset + part.size;
  }

  async run() {
    this.state = "sending";
    for (let tries = 0; this.state === "sending";) {
      try {
        if (!this.address) await this.begin();
        else if (tries) await this.catchUp();
        this.show(this.words.wordsSending, this.words.wordsPause);
        if (this.offset >= this.file.size) { this.finish(); return; }
        await this.send();
        tries = 0;
      } catch (error) {
        if (this.state !== "sending") return;
        if (error instanceof Refused) { this.fail(this.words.wordsRefused); return; }
        if (tries >= WAITS.length) { this.lose(); return; }
        await pause(WAITS[tries]);
        tries += 1;
      }
    }
  }

  finish() {
    this.state = "done";
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = `${this.slot.dataset.name}-upload`;
    kept.value = this.address;
    this.row.append(kept);
    this.bar.hidden = true;
    this.show(this.words.wordsDone, this.words.wordsRemove);
    say(`${this.file.name}: ${this.words.wordsDone}`);
  }

  lose() {
    this.state = "lost";
    this.show(this.words.wordsLost, this.words.wordsResume);
    window.addEventListener("online", () => { if (this.state === "lost") this.run(); }, { once: true });
  }

  fail(sentence) {
    this.state = "failed";
    this.bar.hidden = true;
    this.show(sentence, this.words.wordsRemove);
    this.note.classList.add("error-message");
    say(`${this.file.name}: ${sentence}`);
  }
}

const pending = new Map();

async function take(slot, files) {
  const mine = files.map((file) => new Upload(slot, file));
  pending.set(slot, [...(pending.get(slot) || []), ...mine]);
  for (const one of mine) {
    if (!one.file.size) one.fail(one.words.wordsEmpty);
    else if (one.file.size > Number(slot.dataset.max)) one.fail(one.words.wordsLarge);
    else await one.run();
  }
}

function enhance(slot) {
  if (!slot.dataset.upload || slot.dataset.ready) return;
  slot.dataset.ready = "true";
  const input = slot.querySelector('input[type="file"]');
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(slot, files);
  });
  slot.addEventListener("dragover", (event) => { event.preventDefault(); slot.classList.add("is-over"); });
  slot.addEventListener("dragleave", () => slot.classList.remove("is-over"));
  slot.addEventListener("drop", (event) => {
    event.preventDefault();
    slot.classList.remove("is-over");
    take(slot, [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1));
  });
  // A page is not sent while a paper of it is still on its way.
  slot.closest("form")?.addEventListener("submit", (event) => {
    const open = (pending.get(slot) || []).find((one) => ["sending", "paused", "lost", "waiting"].includes(one.state));
    if (!open) return;
    event.preventDefault();
    say(slot.dataset.wordsWait);
    open.button.focus();
  });
}

const all = () => document.querySelectorAll("[data-upload]").forEach(enhance);
all();
document.addEventListener("htmx:after:swap", all);
