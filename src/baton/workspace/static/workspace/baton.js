// Helps that pages do without: forms kept while they are filled, a warning before the time to be signed out.
// Every page works the same way without this file.
"use strict";

// --- Forms kept while they are filled, and when the page is closed ------------------------------------------------

for (const form of document.querySelectorAll("form[data-keep]")) {
  let timer = 0, changed = false, sent = false;
  const answers = () => {
    const found = new FormData(form);
    found.set("step", "keep");
    return found;
  };
  const keep = () => {
    clearTimeout(timer);
    if (!changed || sent) return;
    changed = false;
    fetch(location.href, { method: "POST", body: answers(), keepalive: true, credentials: "same-origin" })
      .then((answer) => say(answer.status === 204 ? "Draft kept." : ""))
      .catch(() => { changed = true; });
  };
  const status = document.createElement("p");
  status.className = "govuk-body-s baton-secondary";
  status.setAttribute("role", "status");
  form.append(status);
  const say = (text) => { status.textContent = text; };
  form.addEventListener("input", () => {
    changed = true;
    say("");
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  const leave = () => {
    if (changed && !sent) { changed = false; navigator.sendBeacon(location.href, answers()); }
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
}

// --- The time to be signed out ------------------------------------------------------------------------------------

const staying = document.querySelector("form.baton-stay");
if (staying) {
  const warn = Number(staying.dataset.warn) * 60;
  let until = Number(staying.dataset.until), before = null, timer = 0;
  const when = staying.querySelector(".baton-stay__when");
  const box = document.createElement("div");
  box.className = "baton-warned";
  box.hidden = true;
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-labelledby", "signed-out-at");
  box.innerHTML = '<p class="govuk-body" id="signed-out-at"></p><button type="button" class="govuk-button govuk-button--secondary">Stay signed in</button>';
  document.body.append(box);
  const text = box.querySelector("p"), button = box.querySelector("button");
  const left = () => until - Date.now() / 1000;
  const look = () => {
    clearTimeout(timer);
    if (left() <= 0) {
      text.textContent = "You have been signed out. What you have typed is kept where the form keeps drafts.";
      button.textContent = "Sign in again";
      show();
    } else if (left() <= warn) {
      text.textContent = `You will be signed out at ${when.textContent}. What you have typed is kept.`;
      show();
      timer = setTimeout(look, left() * 1000 + 500);
    } else {
      timer = setTimeout(look, Math.min((left() - warn) * 1000 + 500, 2 ** 30));
    }
  };
  const show = () => {
    if (!box.hidden) return;
    before = document.activeElement;
    box.hidden = false;
    button.focus();
  };
  button.addEventListener("click", () => {
    if (left() <= 0) { location.reload(); return; }
    fetch("/stay", { method: "POST", body: new FormData(staying), headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((answer) => answer.json())
      .then((answer) => {
        until = answer.until;
        when.textContent = new Date(until * 1000).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" }).replace(" ", "");
        box.hidden = true;
        if (before) before.focus();
        look();
      })
      .catch(() => location.reload());
  });
  look();
}

// --- A sitting by single keys: off until a person turns them on, and never while typing ---------------------------

const row = document.querySelector("form[data-row]");
const keys = document.querySelector(".baton-keys");
if (row && keys) {
  const box = keys.querySelector("input"), list = keys.querySelector("details");
  const remembered = () => { try { return localStorage.getItem("baton-single-keys") === "on"; } catch { return false; } };
  const children = [...row.querySelectorAll(".baton-child")];
  const outcomes = (child) => [...child.querySelectorAll("input[type=radio][name^=decision]")];
  const LETTERS = { a: "agreed", t: "part_agreed", x: "not_agreed", d: "deferred" };
  let current = 0;
  keys.hidden = false;
  box.checked = remembered();
  box.addEventListener("change", () => {
    try { localStorage.setItem("baton-single-keys", box.checked ? "on" : "off"); } catch { /* for this page only */ }
  });
  if (box.checked) {
    const heading = document.querySelector("h1");
    heading.tabIndex = -1;
    if (!document.querySelector(".govuk-error-summary")) heading.focus();
  }
  children.forEach((child, n) => child.addEventListener("focusin", () => { current = n; }));
  const choose = (found) => {
    if (!found) return;
    found.checked = true;
    found.focus();
  };
  const same = () => {
    const from = children[current], to = children[current + 1];
    if (!to) return;
    const at = (child) => [...child.querySelectorAll("input:not([name^=same-]), select, textarea")];
    const given = at(from);
    at(to).forEach((field, n) => {
      if (given[n].type === "radio" || given[n].type === "checkbox") field.checked = given[n].checked;
      else field.value = given[n].value;
    });
    current += 1;
    (outcomes(to).find((one) => one.checked) || outcomes(to)[0])?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const on = event.target;
    const typing = on.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (!box.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase(), child = children[current];
    if (key === "n") document.querySelector("main a[rel=next]")?.click();
    else if (key === "p") document.querySelector("main a[rel=prev]")?.click();
    else if (LETTERS[key]) choose(outcomes(child).find((one) => one.value === LETTERS[key]));
    else if (/^[1-9]$/.test(key)) choose(outcomes(child)[Number(key) - 1]);
    else if (key === "s") same();
    else if (key === "w") child.querySelector("select[name^=receiving_worker]")?.focus();
    else if (key === "?") list.open = !list.open;
    else if (key === "enter" && !on.matches("a, button, summary")) row.querySelector("button[value=decide]").click();
    else return;
    event.preventDefault();
  });
}
