// The counter without the network: numbers and empty sheets taken along, dossiers kept here until the server has them.
// What a person told stands in IndexedDB only until it is sent, and never on a shared machine.
const main = document.getElementById("content");
const words = main.dataset;
const form = document.getElementById("quay");
const choice = document.getElementById("thu-tuc");
const sheet = document.getElementById("to-khai");
const list = document.getElementById("hang-cho");
const DATABASE = "tinhso-quay";
const EVERY = 15000;
const shared = () => /device(=|%3D)shared/.test(document.cookie);
let taken = null;      // what the desk took along
let procedure = null;  // the one on the sheet
let editing = null;    // the kept dossier on the sheet
let busy = false;

const token = () => decodeURIComponent(/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "");

function open() {
  return new Promise((done, fail) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("taken");
      request.result.createObjectStore("kept", { keyPath: "number" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function store(name, mode, act) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = () => fail(transaction.error);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

const kept = () => (shared() ? Promise.resolve([]) : store("kept", "readonly", (s) => s.getAll()));

function tell(id, sentence) {
  const place = document.getElementById(id);
  place.textContent = sentence;
  place.hidden = !sentence;
}

function mark(on) {
  const place = document.getElementById("noi");
  place.textContent = on ? place.dataset.on : place.dataset.off;
  document.getElementById("che-do").hidden = on;
}

async function ask(address, options = {}) {
  // Not reached, a fault of the server, or sent to sign in: all three mean that nothing came of it.
  try {
    const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token(), ...(options.headers || {}) } });
    mark(answer.status < 500);
    return answer.status >= 500 ? null : answer;
  } catch {
    mark(false);
    return null;
  }
}

async function numbers() {
  const used = new Set((await kept()).map((one) => one.number));
  return Object.entries(taken?.block?.codes || {}).map(([n, code]) => ({ n: Number(n), code })).filter((one) => !used.has(one.code));
}

async function provide() {
  if (shared()) {
    tell("loi", words.wShared);
    form.querySelectorAll("input, button").forEach((one) => { one.disabled = true; });
    return;
  }
  taken = await store("taken", "readonly", (s) => s.get("desk"));
  let answer = await ask(words.provisions);
  if (answer?.ok && !answer.redirected) {
    taken = await answer.json();
    if (!taken.block || !(await numbers()).length) {
      answer = await ask(words.block, { method: "POST" });
      if (answer?.ok) taken.block = await answer.json();
    }
    await store("taken", "readwrite", (s) => s.put(taken, "desk"));
  }
  if (!taken?.block) { tell("loi", words.wNone); return; }
  document.getElementById("danh-sach").replaceChildren(...taken.procedures.map((one) => {
    const option = document.createElement("option");
    option.value = `${one.short} ${one.name}`;
    return option;
  }));
  await count();
}

async function count() {
  const left = await numbers();
  document.getElementById("con-so").textContent = words.wLeft.replace("{n}", String(left.length));
}

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();

function choose() {
  const typed = folded(choice.value);
  if (!typed || !taken) return;
  const all = taken.procedures;
  const found = all.find((one) => folded(one.short) === typed) || all.find((one) => folded(`${one.short} ${one.name}`) === typed)
    || all.find((one) => folded(`${one.short} ${one.name}`).includes(typed));
  if (found && found.code !== procedure?.code) show(found);
}

function show(found, fields = []) {
  procedure = found;
  choice.value = `${found.short} ${found.name}`;
  // The server's own escaped sheet, parsed apart so that nothing in it runs.
  sheet.replaceChildren(...new DOMParser().parseFromString(found.html, "text/html").body.childNodes);
  const values = new Map();
  fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  for (const control of form.elements) {
    const mine = values.get(control.name);
    if (!mine) continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = mine.includes(control.value);
    else control.value = mine[0];
  }
  conditions();
  sheet.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

// Questions that depend on others stay in sight here: the server drops what does not apply when the dossier comes in.
function conditions() {
  sheet.querySelectorAll("[data-when][hidden]").forEach((one) => { one.hidden = false; });
}

function faults() {
  const said = [];
  const values = new Map();
  [...new FormData(form)].forEach(([name, value]) => { if (String(value).trim()) values.set(name.split(":")[0], String(value).trim()); });
  for (const rule of procedure.rules) {
    const value = values.get(rule.name);
    const given = value !== undefined || [...values.keys()].some((name) => name.startsWith(`${rule.name}/`));
    if (rule.required && !given) said.push(`${words.wRequired} «${rule.title}»`);
    else if (value && rule.max && value.length > rule.max) said.push(`${words.wLong} «${rule.title}»`);
    else if (value && rule.pattern && !matches(rule.pattern, value)) said.push(`${words.wPattern} «${rule.title}»`);
  }
  sheet.querySelectorAll("select[required]").forEach((one) => {
    if (!one.value) said.push(`${words.wRequired} «${one.closest("fieldset").querySelector("legend").textContent.trim()}»`);
  });
  return said;
}

function matches(pattern, value) {
  try { return new RegExp(`^(?:${pattern})$`, "u").test(value); } catch { return true; } // the server has the last word
}

async function save() {
  tell("loi", "");
  if (!procedure) { tell("loi", words.wChoose); choice.focus(); return; }
  const said = faults();
  if (said.length) { tell("loi", said.join(". ")); return; }
  const next = editing ? { n: editing.n, code: editing.number } : (await numbers())[0];
  if (!next) { tell("loi", words.wOut); return; }
  const fields = [...new FormData(form)].filter(([name, value]) => name && typeof value === "string");
  const record = {
    number: next.code, n: next.n, block: editing?.block || taken.block.id, officer: taken.officer, procedure: procedure.code,
    name: procedure.name, fields, at: new Date().toISOString(), state: "waiting", sentence: "", twinSeen: false,
  };
  await store("kept", "readwrite", (s) => s.put(record));
  tell("da-luu", `${words.wSaved} ${record.number}`);
  editing = procedure = null;
  sheet.replaceChildren();
  choice.value = "";
  choice.focus();
  await Promise.all([draw(), count()]);
  send();
}

async function send() {
  if (busy || shared()) return;
  busy = true;
  try {
    for (const record of await kept()) {
      if (record.state !== "waiting" || record.officer !== taken?.officer) continue;
      const body = JSON.stringify({
        block: record.block, n: record.n, procedure: record.procedure, fields: record.fields, at: record.at, twin_seen: record.twinSeen,
      });
      const answer = await ask(words.send, { method: "POST", body, headers: { "Content-Type": "application/json" } });
      if (!answer) break;
      if (answer.redirected || answer.status === 401 || answer.status === 403) { tell("loi", words.wSign); break; }
      const said = await answer.json().catch(() => ({}));
      // What was told is forgotten the moment the server has it; the two numbers stay until the day is over.
      if (answer.ok) await store("kept", "readwrite", (s) => s.put({ number: record.number, n: record.n, officer: record.officer, at: record.at, state: "done", code: said.code, url: said.url, fields: [] }));
      else await store("kept", "readwrite", (s) => s.put({ ...record, state: "conflict", sentence: [said.sentence, ...Object.values(said.fields || {})].filter(Boolean).join(" "), twin: said.code === "officer.twin_found" }));
    }
  } finally {
    busy = false;
    await Promise.all([draw(), count()]);
  }
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--2 btn--small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function draw() {
  const today = new Date().toISOString().slice(0, 10);
  const records = await kept();
  for (const old of records.filter((one) => one.state === "done" && one.at.slice(0, 10) !== today)) {
    await store("kept", "readwrite", (s) => s.delete(old.number));
  }
  list.replaceChildren(...records.map((record) => {
    const row = document.createElement("li");
    row.dataset.number = record.number;
    row.dataset.state = record.state;
    const title = document.createElement("b");
    title.className = "num";
    title.textContent = record.number;
    row.append(title, " ");
    if (record.state === "done") {
      const link = document.createElement("a");
      link.href = record.url;
      link.textContent = record.code;
      row.append(`${words.wDone} `, link);
    } else if (record.officer !== taken?.officer) {
      row.append(words.wWaiting);
    } else {
      row.append(`${record.name} · ${record.state === "conflict" ? record.sentence : words.wWaiting} `);
      row.append(button(words.wEdit, () => edit(record)));
      if (record.twin) row.append(" ", button(words.wAgain, () => again(record)));
    }
    return row;
  }));
}

function edit(record) {
  const found = taken.procedures.find((one) => one.code === record.procedure);
  if (!found) return;
  editing = record;
  show(found, record.fields);
}

async function again(record) {
  await store("kept", "readwrite", (s) => s.put({ ...record, state: "waiting", sentence: "", twin: false, twinSeen: true }));
  send();
}

async function giveBack() {
  if (!taken?.block) return;
  const body = new URLSearchParams({ dai: taken.block.id });
  const waiting = (await kept()).filter((one) => one.state !== "done" && one.block === taken.block.id);
  waiting.forEach((one) => body.append("giu", String(one.n)));
  const answer = await ask(words.return, { method: "POST", body });
  if (!answer?.ok) return;
  taken.block = { ...taken.block, codes: Object.fromEntries(waiting.map((one) => [one.n, one.number])) };
  await store("taken", "readwrite", (s) => s.put(taken, "desk"));
  if (waiting.length) tell("da-luu", words.wSure);
  await count();
}

form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.matches("button, textarea")) return;
  event.preventDefault();
  if (event.target === choice) { choose(); return; }
  const all = [...form.elements].filter((one) => one.type !== "hidden" && !one.disabled);
  all[all.indexOf(event.target) + 1]?.focus();
});
choice.addEventListener("change", choose);
document.addEventListener("keydown", (event) => { if (event.key === "F9") { event.preventDefault(); save(); } });
document.getElementById("dong-bo").addEventListener("click", send);
document.getElementById("tra-so").addEventListener("click", giveBack);
window.addEventListener("online", () => { mark(true); send(); });
window.addEventListener("offline", () => mark(false));
mark(navigator.onLine);
if ("serviceWorker" in navigator && !shared()) navigator.serviceWorker.register(words.worker, { scope: words.page });
await provide();
await draw();
main.dataset.ready = "1";
send();
setInterval(send, EVERY);
