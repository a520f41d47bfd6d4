"use strict";
// Saving as a text form, counting, and a warning before text is lost. Nothing is kept in the browser.
(() => {
  const boxes = [...document.querySelectorAll(".t")];
  const bar = document.querySelector(".bar"), said = document.getElementById("said");
  let unsaved = false;
  const textOf = (box) => box.innerText.replace(/\r\n?/g, "\n").replace(/\s+$/, "").replace(/^\n+/, "");
  const guarded = (line) => (/^[ \t]*\\*[ \t]*(>|==)/.test(line) ? "\\" + line : line);
  const block = (box) => {
    const row = box.closest(".row");
    const head = [...row.querySelectorAll("h2 > *")].map((part) => part.textContent).join(" · ");
    const source = row.querySelector(".s").textContent.split("\n").map((line) => "> " + line);
    return [`=== ${head} · ${row.dataset.mark} ===`, ...source, "", ...textOf(box).split("\n").map(guarded), ""];
  };
  const count = () => {
    const done = boxes.filter((box) => textOf(box)).length;
    said.textContent = bar.dataset.progress.replace("{done}", done).replace("{all}", boxes.length);
  };
  const save = () => {
    const plate = document.querySelector(".plate").textContent.trim();
    const lines = [plate, "", ...boxes.flatMap(block)];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain;charset=utf-8" }));
    link.download = bar.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    said.textContent = bar.dataset.saved.replace("{file}", bar.dataset.file);
  };
  document.addEventListener("input", () => {
    unsaved = true;
    count();
  });
  document.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  document.getElementById("save").addEventListener("click", save);
  document.documentElement.classList.add("js");
  count();
})();
