// The calling screen: asks every two seconds, speaks and rings for new calls when somebody has turned that on.
const board = document.querySelector("[data-board]");
const stale = document.querySelector("[data-stale]");
const toggle = document.querySelector("[data-sound]");
const KEY = "tinhso-screen-sound";
let tag = "";
let failed = 0;
let sounding = false;
let audio = null;
const marks = () => new Map([...board.querySelectorAll("[data-call]")].map((one) => [one.dataset.call, one.dataset.speech]));
let known = marks();

function ring() {
  audio ||= new AudioContext();
  [[660, 0], [880, 0.25]].forEach(([pitch, at]) => {
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.2, audio.currentTime + at);
    level.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.5);
    tone.connect(level).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.5);
  });
}

function speak(sentence) {
  if (!window.speechSynthesis) return;
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = document.documentElement.lang === "en" ? "en" : "vi-VN";
  const voice = window.speechSynthesis.getVoices().find((one) => one.lang.replace("_", "-").startsWith(said.lang));
  if (voice) said.voice = voice;
  said.rate = 0.9;
  window.setTimeout(() => window.speechSynthesis.speak(said), 900);
}

function tell(before, after) {
  const fresh = [...after].filter(([mark]) => !before.has(mark)).reverse();
  if (!sounding || !fresh.length) return;
  try { ring(); } catch { /* a screen without sound still shows the number */ }
  fresh.forEach(([, sentence]) => speak(sentence));
}

async function ask() {
  try {
    const answer = await fetch(board.dataset.board, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") || "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      board.replaceChildren(...page.childNodes);
      const now = marks();
      tell(known, now);
      known = now;
    } else if (answer.status !== 304) throw new Error(String(answer.status));
    failed = 0;
  } catch {
    failed += 1;
  }
  stale.hidden = failed < 3;
  window.setTimeout(ask, Math.min(2000 * (failed + 1), 15000));
}

function setSound(on) {
  sounding = on;
  toggle.setAttribute("aria-pressed", String(on));
  if (!on) window.speechSynthesis?.cancel();
  try { localStorage.setItem(KEY, on ? "on" : ""); } catch { /* kept until the page is closed */ }
}

toggle.addEventListener("click", () => setSound(!sounding));
try { setSound(localStorage.getItem(KEY) === "on"); } catch { setSound(false); }
document.querySelector("[data-full]").addEventListener("click", () => document.documentElement.requestFullscreen?.());
window.setTimeout(ask, 2000);
