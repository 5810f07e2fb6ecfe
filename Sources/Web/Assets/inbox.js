// inbox.js: the reading pane follows the row one is at; the signing button says how many are ticked.
"use strict";
(() => {
  const pane = document.querySelector("[data-peek]");
  let timer = 0, count = 0;
  if (pane) {
    document.addEventListener("row", ({ detail: row }) => {
      clearTimeout(timer);
      if (!row.dataset.row || !matchMedia("(min-width:1160px)").matches) return;
      timer = setTimeout(async () => {
        const mine = ++count;
        const answer = await fetch(`/ho-so/${encodeURIComponent(row.dataset.row)}/xem-nhanh`).catch(() => null);
        if (!answer?.ok || answer.redirected || mine !== count) return;
        const part = new DOMParser().parseFromString(await answer.text(), "text/html");
        pane.replaceChildren(...part.body.childNodes);
        pane.scrollTop = 0;
      }, 160);
    });
  }
  const button = () => document.querySelector("button[data-count]");
  const tell = () => {
    const one = button();
    if (!one) return;
    const ticked = one.form.querySelectorAll("tbody input[type=checkbox]:checked").length;
    one.firstChild.textContent = ticked ? `${one.dataset.count} ${ticked} ` : `${one.dataset.count} `;
  };
  document.addEventListener("change", tell);
  document.addEventListener("renewed", tell);
})();
