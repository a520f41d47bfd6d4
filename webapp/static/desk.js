// Shortcuts, text that is kept while it is typed, checks while one writes, saving in place.
// Every page works without this file; it presses the same buttons and asks the same addresses.
"use strict";
(() => {
  const KEEP_MS = 10000;
  const CHECK_MS = 1000;
  const HERE_MS = 120000;
  const keysOn = document.documentElement.dataset.keys !== "off";
  let leaving = false;
  let reachable = true;

  const theForm = () => document.querySelector("form[data-decide]");
  const theBox = () => document.querySelector("form[data-decide] textarea[name=target]");
  const isField = (node) => node.matches("textarea, input, select, [contenteditable]");

  // ---- What is typed: kept on the server, and looked at by the checks ----
  let kept = null;
  let checkTimer = 0;
  let keepTimer = 0;

  const isDirty = () => {
    const box = theBox();
    if (!box || leaving || box.value === kept) return false;
    return box.value !== box.defaultValue || theForm().hasAttribute("data-unsaved");
  };

  const sent = (form, keeps) => {
    const data = new FormData(form);
    data.delete("action");
    if (keeps) data.set("keep", "1");
    return data;
  };

  const look = async (keeps) => {
    const form = theForm(), box = theBox();
    if (!form || !form.dataset.live || leaving) return;
    const text = box.value;
    if (keeps) clearTimeout(keepTimer), keepTimer = 0;
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body: sent(form, keeps), redirect: "error" });
      tell(form, answer.ok);
      if (!answer.ok) return;
      if (keeps) kept = text;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const company = found.querySelector("template"), here = document.querySelector("[data-company]");
      if (here) here.textContent = company.content.textContent.trim();
      company.remove();
      const shown = form.querySelector("[data-checks]"), now = found.body.innerHTML.trim();
      if (shown && box.value === text && shown.innerHTML.trim() !== now) shown.innerHTML = now;
    } catch { tell(form, false); }
  };

  // Says once that a text cannot be kept: the server is away, or somebody signed out elsewhere.
  const tell = (form, well) => {
    reachable = well;
    const line = form.querySelector("[data-away]"), words = well ? "" : line && line.dataset.away;
    if (line && line.textContent !== words) line.textContent = words;
  };

  // Whoever only reads is there too.
  setInterval(() => { if (document.visibilityState === "visible" && !isDirty()) look(false); }, HERE_MS);

  document.addEventListener("input", (event) => {
    if (event.target !== theBox()) return;
    clearTimeout(checkTimer);
    checkTimer = setTimeout(look, CHECK_MS, false);
    if (!keepTimer) keepTimer = setTimeout(look, KEEP_MS, true);
  });

  // The page may be gone the next moment: the text goes to the server on its own.
  const keepNow = () => {
    const form = theForm();
    if (isDirty() && form.dataset.live && navigator.sendBeacon(form.dataset.live, sent(form, true))) kept = theBox().value;
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepNow(); });
  window.addEventListener("pagehide", keepNow);
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty() && !(reachable && navigator.onLine && theForm().dataset.live)) event.preventDefault();
  });

  // ---- Saving a paragraph within the article: the same form, only the changed rows come back ----
  const putInPlace = (page) => {
    for (const id of ["flash", "tools"]) {
      const now = page.getElementById(id), old = document.getElementById(id);
      if (now && old) old.replaceWith(now);
    }
    for (const row of page.querySelectorAll(".seg")) document.getElementById(row.id)?.replaceWith(row);
    kept = null;
    const box = theBox();
    if (box) {
      box.focus();
      box.closest(".seg").scrollIntoView({ block: "nearest" });
    }
  };

  const saveInPlace = async (form, button) => {
    const data = new FormData(form);
    data.set("action", button.value);
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { "X-Partial": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && page.querySelector("[data-partial]")) {
        history.replaceState(null, "", answer.url.replace(/([?&])done=[^&#]*&?/, "$1").replace(/[?&]$/, ""));
        leaving = false;
        return putInPlace(page);
      }
    } catch {
      leaving = false;
      return tell(form, false); // nothing arrived; the text stays in the box
    }
    form.dataset.plain = "1";
    return form.requestSubmit(button);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    const inArticle = form.querySelector("input[name=view][value=article]") && document.getElementById("tools");
    leaving = true;
    if (!inArticle || form.dataset.plain || !button || !/^(approve|save|review|reject|needs-work)$/.test(button.value)) return;
    event.preventDefault();
    saveInPlace(form, button);
  });

  // ---- Keys ----
  // Presses the first of the named buttons that this person has.
  const press = (...actions) => {
    const form = theForm();
    for (const action of actions) {
      const button = [...document.querySelectorAll(`button[name=action][value="${action}"]`)].find((b) => b.form === form);
      if (button) {
        form.requestSubmit(button);
        return true;
      }
    }
    return false;
  };

  // Replaces the box's text through its own undo stack, so that Ctrl+Z brings the old text back.
  const fill = (text) => {
    const box = theBox();
    box.focus();
    box.select();
    if (!document.execCommand("insertText", false, text)) box.value = text;
  };

  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  };

  // On the page of an article: moves from paragraph to paragraph.
  const step = (by) => {
    const rows = [...document.querySelectorAll(".seg")];
    if (!rows.length) return follow(by > 0 ? "[data-rel=next], a[rel=next]" : "[data-rel=prev], a[rel=prev]");
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
    (row.querySelector("textarea") || row.querySelector("a.edit") || row.querySelector("a.no")).focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  };

  const offers = () => [...document.querySelectorAll("[data-offers] button[name=action]")];

  const take = (button) => {
    if (!button || !theBox()) return false;
    const copy = button.closest(".sug").querySelector(".sug-t").cloneNode(true);
    copy.querySelectorAll("del").forEach((gone) => gone.remove());
    fill(copy.textContent);
    return true;
  };

  const original = () => {
    const form = theForm();
    const scope = form && (form.closest(".seg") || document);
    const source = scope && scope.querySelector(".src .text, .stage > .text");
    if (!source || !theBox()) return false;
    const copy = source.cloneNode(true);
    copy.querySelectorAll("del").forEach((gone) => gone.remove());
    fill(copy.textContent.trim());
    return true;
  };

  const comment = () => {
    const box = document.getElementById("comment");
    if (!box) return false;
    const folded = box.closest("details");
    if (folded) folded.open = true;
    box.focus();
    return true;
  };

  const withControl = (event) => {
    if (!theForm()) return false;
    if (event.key === "Enter") return event.shiftKey ? press("review") : press("approve", "approve-anyway", "review");
    return event.code === "KeyS" && !event.shiftKey && press("save");
  };

  const withAlt = (event) => {
    if (event.key === "ArrowDown") return step(1);
    if (event.key === "ArrowUp") return step(-1);
    if (/^Digit[1-9]$/.test(event.code)) return take(offers()[event.code.slice(5) - 1]);
    if (event.code === "KeyO") return original();
    if (event.code === "KeyC") return comment();
    return event.code === "KeyN" && Boolean(theForm()) && press("needs-work");
  };

  const alone = (event) => {
    if (event.key === "j") return step(1);
    if (event.key === "k") return step(-1);
    if (event.key === "?") return follow('a[href$="/help#keys"]');
    const search = event.key === "/" && document.querySelector("main input[type=search]");
    if (search) search.focus();
    return Boolean(search);
  };

  document.addEventListener("keydown", (event) => {
    if (!keysOn || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    let done = false;
    if (control && !event.altKey) done = withControl(event);
    else if (event.altKey && !control) done = withAlt(event);
    else if (event.key === "Escape" && event.target === theBox()) event.target.blur();
    else if (!control && !event.altKey && !isField(event.target)) done = alone(event);
    if (done) event.preventDefault();
  });

  // A suggestion fills the box on the spot; without scripts the server does it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action]");
    if (offers().includes(button) && take(button)) event.preventDefault();
  });

  // ---- How far a job is, in place; without scripts the page reloads itself ----
  const watch = async () => {
    const live = document.querySelector("[data-job]");
    if (!live) return;
    try {
      const answer = await fetch(location.href);
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page && page.getElementById(live.id);
      if (now) {
        const focused = live.contains(document.activeElement);
        live.replaceWith(now);
        document.title = page.title;
        if (focused) (now.querySelector("button, a.btn") || document.body).focus();
      }
    } catch { /* the server is away; asked again below */ }
    setTimeout(watch, 1500);
  };
  setTimeout(watch, 1500);
})();
