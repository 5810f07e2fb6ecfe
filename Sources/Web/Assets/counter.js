// counter.js: the counter's pages while somebody works: amounts and times that follow what is typed, procedures picked from
// the list of suggestions, a line added by one key, printing that begins by itself. Every page works without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  // MARK: what depends on what was typed

  // form[data-recompute="case form.pages kind …"]: a change of one of these posts the form with do=refresh; the parts marked
  // data-part of the answer take the place of ours, but for the one somebody is in.
  for (const form of all("form[data-recompute]")) {
    const names = form.dataset.recompute.split(" ");
    const matters = (input) => input === form || names.includes(input.name) || names.includes((input.name || "").split(".")[0]);
    let timer = 0, count = 0, edits = 0, whole = false;
    const ask = async () => {
      // A scan alone moves nothing but the papers: what is said at the other fields stays.
      const parts = whole ? all("[data-part]") : all('[data-part="papers"],[data-part="scans"]');
      const mine = ++count, seen = edits;
      const body = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "card"));
      body.set("do", "refresh");
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Live": "1" } });
        if (!answer.ok || mine !== count) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (mine !== count) return;
        let late = false;
        whole = false;
        for (const part of parts) {
          const now = fresh.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
          // Nor is a part renewed while a file is on its way into it.
          if (!now || part.contains(document.activeElement) || part.querySelector("progress")) continue;
          // The answer knows nothing of what was typed since it was asked for: inputs wait for the next one.
          if (edits !== seen && part.querySelector("input,select,textarea")) late = true;
          else part.replaceChildren(...now.childNodes);
        }
        if (late) { whole = true; timer = setTimeout(ask, 250); }
      } catch { /* the line is told elsewhere; what is typed stays */ }
    };
    form.addEventListener("input", (event) => {
      edits += 1;
      if (!matters(event.target)) return;
      if (event.target !== form) whole = true;
      clearTimeout(timer);
      timer = setTimeout(ask, 250);
    });
    form.addEventListener("submit", () => { count += 1; clearTimeout(timer); });
    // What was filled in for somebody and is typed over is no longer from the card.
    form.addEventListener("input", (event) => {
      for (const kept of all("input[name=fromCard],input[name=fromEarlier],input[name=fromForm]", form)) {
        kept.value = kept.value.split(",").filter((name) => name !== event.target.name).join(",");
      }
      event.target.closest(".field")?.querySelector(".marked")?.remove();
    });
  }

  // MARK: suggestions that stay in the form

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-pick]");
    const form = link?.closest("form[data-draft]");
    if (!form) return;
    event.preventDefault();
    const choice = Object.assign(document.createElement("button"), { name: "do", value: `pick:${link.dataset.pick}`, hidden: true });
    form.append(choice);
    form.requestSubmit(choice);
  }, true);

  // MARK: keys

  document.addEventListener("keydown", (event) => {
    const add = document.querySelector("[data-add-line]");
    if (event.key === "+" && add && event.target.form === add.form && event.target.type !== "search") {
      event.preventDefault();
      add.click();
    }
  });
  // A card that could not be read is scanned over, not added to.
  const unread = document.querySelector("#card[aria-invalid]");
  if (unread) { unread.focus(); unread.select(); }
  // A number is typed over, not added to.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".cert-line input[inputmode=numeric]")) event.target.select();
  });

  // MARK: printing

  const now = document.querySelector("[data-print-now]");
  if (now) {
    const address = new URL(location.href);
    address.searchParams.delete("in");
    history.replaceState(null, "", address);
    setTimeout(() => print(), 60);
  }
})();
