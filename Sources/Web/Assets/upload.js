// upload.js: files go in pieces and go on after a lost line. <form data-uploads='{"draft":…,"place":…}'> with
// <div data-slot="paper"> around each file input. Without this script the files go with the form.
"use strict";
(() => {
  const PIECE = 512 * 1024;
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const sizeWords = (bytes) => bytes < 1 << 20 ? `${bytes >> 10} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

  async function call(method, path, body, headers, csrf) {
    const all = { ...headers, ...(csrf ? { "X-CSRF": csrf } : {}) };
    return fetch(path, { method, body, headers: all });
  }

  async function digest(file) {
    // Only where the browser offers it: on an encrypted line or on this machine.
    if (!crypto.subtle) return null;
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
  }

  // Sends the rest of a file. A lost line is tried again, longer apart each time, from where the server stands.
  async function send(id, file, from, csrf, tell) {
    const path = `/api/v1/uploads/${encodeURIComponent(id)}`;
    const whole = await digest(file);
    let at = from, pause = 1;
    while (at < file.size) {
      const end = Math.min(file.size, at + PIECE);
      try {
        const headers = { "Upload-Offset": String(at), "Content-Type": "application/partial-upload" };
        if (whole && end === file.size) headers["Repr-Digest"] = whole;
        const answer = await call("PATCH", path, file.slice(at, end), headers, csrf);
        if (answer.ok) {
          at = end;
          pause = 1;
          tell(at);
          if (end === file.size) return answer.json();
          continue;
        }
        if (answer.status !== 409 && answer.status < 500 && answer.status !== 429) throw await answer.json();
      } catch (problem) {
        if (problem.detail) throw problem;
        tell(at, true);
      }
      await wait(pause);
      pause = Math.min(30, pause * 2);
      try {
        const state = await call("HEAD", path, null, {}, csrf);
        if (state.status === 404) throw { detail: "—" };
        if (state.ok) at = Number(state.headers.get("Upload-Offset"));
      } catch (problem) { if (problem.detail) throw problem; }
    }
    return (await call("GET", path, null, {}, csrf)).json();
  }

  for (const form of document.querySelectorAll("form[data-uploads]")) {
    const target = JSON.parse(form.dataset.uploads);
    const csrf = form.querySelector("input[name=csrf]")?.value;
    let open = 0;

    async function put(slot, file) {
      const list = slot.querySelector("ul");
      // The same file that was on its way before goes on where it stopped.
      let line = [...list.children].find((item) => item.dataset.done === "0" && item.dataset.name === file.name && Number(item.dataset.size) === file.size);
      const known = line?.dataset.upload;
      if (!line) { line = document.createElement("li"); list.append(line); }
      const bar = Object.assign(document.createElement("progress"), { max: file.size, value: 0 });
      bar.setAttribute("aria-label", file.name);
      const words = document.createElement("small");
      line.replaceChildren(document.createTextNode(`${file.name} `), bar, words);
      open += 1;
      try {
        let id = known, at = 0;
        if (id) {
          const state = await call("HEAD", `/api/v1/uploads/${id}`, null, {}, csrf);
          if (state.ok) at = Number(state.headers.get("Upload-Offset")); else id = null;
        }
        if (!id) {
          const answer = await call("POST", "/api/v1/uploads", JSON.stringify({
            size: file.size, name: file.name, paper: target.place + slot.dataset.slot,
            draft: target.draft, number: target.number, code: target.code, form: target.form,
          }), { "Content-Type": "application/json" }, csrf);
          const made = await answer.json();
          if (!answer.ok) throw made;
          id = made.id;
          line.dataset.upload = id;
        }
        const done = await send(id, file, at, csrf, (now, lost) => {
          bar.value = now;
          words.textContent = lost ? "…" : `${Math.floor(now * 100 / file.size)} %`;
        });
        bar.remove();
        words.textContent = `✓ ${sizeWords(done.size)}`;
        line.dataset.done = "1";
        const drop = Object.assign(document.createElement("button"), { name: "bo", value: id, className: "plain", formNoValidate: true });
        drop.textContent = document.documentElement.lang === "en" ? "Remove" : "Bỏ";
        line.append(drop);
        form.dispatchEvent(new Event("input", { bubbles: true }));
      } catch (problem) {
        bar.remove();
        words.className = "error";
        words.textContent = (document.documentElement.lang === "en" && problem.detailEn) || problem.detail || "—";
      } finally { open -= 1; }
    }

    form.addEventListener("change", async (event) => {
      const input = event.target, slot = input.type === "file" && input.closest("[data-slot]");
      if (!slot) return;
      const files = [...input.files];
      // The form itself must not carry them a second time.
      input.value = "";
      for (const file of files) await put(slot, file);
    });
    // What is still on its way is waited for, then the form is sent as it was meant.
    form.addEventListener("submit", async (event) => {
      if (!open) return;
      event.preventDefault();
      while (open) await wait(0.2);
      form.requestSubmit(event.submitter);
    });
  }
})();
