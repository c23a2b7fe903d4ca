// Shared by the other modules. No effect of its own: it may be imported under two addresses (with and without hash).

export function csrfToken() {
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
  if (field) return field.value;
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : "";
}

export function say(sentence) {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = "";
  // Emptied first and filled a moment later: a screen reader hears the same sentence twice only so.
  window.setTimeout(() => { region.textContent = sentence; }, 60);
  window.clearTimeout(say.timer);
  say.timer = window.setTimeout(() => { region.textContent = ""; }, 10000);
}
