// Speaks to the signing agent on this machine (docs/signing-agent.md): pairs once, reads certificates, asks for
// signatures. The page brings every sentence; nothing is signed before its holder consents on the agent's own page.
const page = document.querySelector("[data-agent]");
const base = page ? page.dataset.agent : "";
const KEPT = "tinhso-agent";

class Refused extends Error {}

async function call(path, body) {
  const secret = window.localStorage.getItem(KEPT) || "";
  const options = { headers: { Authorization: `Bearer ${secret}` }, cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`${base}${path}`, options);
  const read = await answer.json();
  if (!answer.ok) throw new Refused(read.error || "failed");
  return read;
}

function show(name) {
  for (const part of page.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
}

function tell(name) {
  const words = page.querySelector("[data-words]");
  words.textContent = words.dataset[name] || words.dataset.failed;
  words.hidden = !name;
}

function explain(error) {
  if (!(error instanceof Refused)) return show("absent");
  if (error.message === "not_paired") return show("pairing");
  return tell({ no_token: "notoken", gone: "late", too_many: "many", wrong_code: "code" }[error.message] || "failed");
}

async function connect() {
  show("looking");
  try {
    const found = await call("/v1/info");
    if (!found.paired) return show("pairing");
    const held = await call("/v1/certificates", {});
    ready(held.certificates);
  } catch (error) {
    explain(error);
  }
}

function bytes(text) {
  return Uint8Array.from(window.atob(text), (one) => one.charCodeAt(0));
}

async function fingerprint(certificate) {
  const made = new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes(certificate)));
  return Array.from(made, (one) => one.toString(16).padStart(2, "0")).join("");
}

async function signatures(certificate, items) {
  const asked = await call("/v1/sign", { certificate, algorithm: "sha256", items });
  const link = page.querySelector("[data-confirm]");
  link.href = asked.confirm;
  show("consent");
  link.focus();
  for (;;) {
    await new Promise((done) => window.setTimeout(done, 700));
    const now = await call(`/v1/requests/${asked.request}`);
    if (now.state === "done") return now.signatures;
    if (now.state === "refused" || now.state === "failed") {
      show("ready");
      tell(now.state);
      return null;
    }
  }
}

function ready(certificates) {
  show("ready");
  const form = page.querySelector("form[data-device]");
  if (form.dataset.device === "register") {
    const list = form.querySelector("select");
    list.replaceChildren();
    for (const one of certificates) list.add(new Option(one.name || one.label, one.id));
    form.onsubmit = (event) => { event.preventDefault(); register(form, certificates).catch(explain); };
  } else {
    form.onsubmit = (event) => { event.preventDefault(); sign(form, certificates).catch(explain); };
  }
}

async function register(form, certificates) {
  const chosen = certificates.find((one) => one.id === form.querySelector("select").value);
  if (!chosen) return tell("notoken");
  const made = await signatures(chosen.id, [{ digest: form.dataset.digest, title: form.dataset.title }]);
  if (!made) return;
  const others = certificates.filter((one) => one !== chosen).map((one) => one.certificate);
  form.elements.chung_thu.value = [chosen.certificate, ...others].slice(0, 8).join("\n");
  form.elements.chu_ky.value = made[0];
  form.submit();
}

async function sign(form, certificates) {
  const rows = Array.from(form.querySelectorAll("input[data-digest]:checked"));
  if (!rows.length) return tell("none");
  const known = new Map();
  for (const one of certificates) known.set(`agent:${await fingerprint(one.certificate)}`, one.id);
  const mine = rows.filter((row) => known.has(row.dataset.key) && row.dataset.key === rows[0].dataset.key);
  if (!mine.length) return tell("othertoken");
  const items = mine.map((row) => ({ digest: row.dataset.digest, title: row.dataset.title }));
  const made = await signatures(known.get(mine[0].dataset.key), items);
  if (!made) return;
  form.elements.chu_ky.value = JSON.stringify(Object.fromEntries(mine.map((row, place) => [row.value, made[place]])));
  form.submit();
}

if (page) {
  for (const button of page.querySelectorAll("[data-again]")) button.addEventListener("click", connect);
  page.querySelector("form[data-pair]").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const made = await call("/v1/pair", { code: event.target.elements.ma_ghep.value });
      window.localStorage.setItem(KEPT, made.secret);
      tell("");
      await connect();
    } catch (error) {
      explain(error);
    }
  });
  connect();
}
