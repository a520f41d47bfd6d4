// Shortcuts and a guard for unsaved text. Every page works without this file; it presses the same buttons.
"use strict";
(() => {
  const form = document.querySelector("form[data-decide]");
  const box = form && form.querySelector("textarea[name=target]");
  const keysOn = document.documentElement.dataset.keys !== "off";
  let leaving = false;

  const isDirty = () => Boolean(box) && !leaving && (box.value !== box.defaultValue || form.hasAttribute("data-unsaved"));
  const isField = (node) => node.matches("textarea, input, select, [contenteditable]");

  // Presses the first of the named buttons that this person has.
  const press = (...actions) => {
    for (const action of actions) {
      const button = document.querySelector(`button[name=action][value="${action}"]`);
      if (button && button.form === form) {
        form.requestSubmit(button);
        return true;
      }
    }
    return false;
  };

  // Replaces the box's text through its own undo stack, so that Ctrl+Z brings the old text back.
  const fill = (text) => {
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
    if (!rows.length) return follow(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
    (row.querySelector("a.edit") || row.querySelector("a.no")).focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  };

  const suggestion = (number) => {
    const button = document.querySelector(`button[name=action][value="use-${number}"]`);
    if (!button || !box) return false;
    fill(button.closest(".sug").querySelector(".sug-t").textContent);
    return true;
  };

  const original = () => {
    const scope = form && (form.closest(".seg") || document);
    const source = scope && scope.querySelector(".src .text, .stage > .text");
    if (!source || !box) return false;
    const copy = source.cloneNode(true);
    copy.querySelectorAll("del").forEach((gone) => gone.remove());
    fill(copy.textContent.trim());
    return true;
  };

  const withControl = (event) => {
    if (!form) return false;
    if (event.key === "Enter") return event.shiftKey ? press("review") : press("approve", "review");
    return event.code === "KeyS" && !event.shiftKey && press("save");
  };

  const withAlt = (event) => {
    if (event.key === "ArrowDown") return step(1);
    if (event.key === "ArrowUp") return step(-1);
    if (/^Digit[1-9]$/.test(event.code)) return suggestion(event.code.slice(5));
    if (event.code === "KeyO") return original();
    return event.code === "KeyN" && Boolean(form) && press("needs-work");
  };

  const alone = (event) => {
    if (event.key === "j") return step(1);
    if (event.key === "k") return step(-1);
    if (event.key === "?") return follow('a[href$="/help#keys"]');
    const search = event.key === "/" && document.querySelector("input[type=search]");
    if (search) search.focus();
    return Boolean(search);
  };

  document.addEventListener("keydown", (event) => {
    if (!keysOn || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    let done = false;
    if (control && !event.altKey) done = withControl(event);
    else if (event.altKey && !control) done = withAlt(event);
    else if (event.key === "Escape" && event.target === box) box.blur();
    else if (!control && !event.altKey && !isField(event.target)) done = alone(event);
    if (done) event.preventDefault();
  });

  // A suggestion fills the box on the spot; without scripts the server does it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action][value^=use-]");
    if (button && suggestion(button.value.slice(4))) event.preventDefault();
  });

  // How far a job is, in place; without scripts the page reloads itself.
  const look = async () => {
    const live = document.querySelector("[data-live]");
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
    setTimeout(look, 1500);
  };
  setTimeout(look, 1500);

  if (form) form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
})();
