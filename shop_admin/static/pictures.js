"use strict";
// A product's pictures: sent with a bar that shows how far they are, dragged or stepped into their order.
// Without this script the same forms are sent by the browser.
{
  const place = () => document.getElementById("pictures-of-it");

  // The answer is the page as it is now: its pictures and its notices take the place of the old ones.
  function show(text) {
    const page = document.createElement("template");
    page.innerHTML = text;
    const now = page.content.getElementById("pictures-of-it");
    if (!now) return location.reload();
    place().replaceWith(now);
    for (const old of document.querySelectorAll(".toasts")) old.remove();
    const told = page.content.querySelector(".toasts");
    if (told) {
      document.body.append(told);
      for (const toast of told.querySelectorAll("[data-leaves]")) setTimeout(leave, 8000, toast);
    }
    return sortable();
  }

  function send(form) {
    const bar = form.querySelector("progress");
    const state = form.querySelector("[data-upload-state]");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = (100 * loaded) / total;
      if (loaded === total) state.textContent = state.dataset.preparing;
    };
    request.onload = () => show(request.responseText);
    request.onerror = () => {
      bar.hidden = true;
      state.textContent = state.dataset.lost;
      wake(form);
    };
    request.send(new FormData(form));
    bar.hidden = false;
    state.textContent = state.dataset.sending;
  }

  async function drop({ item, oldIndex, newIndex }) {
    if (oldIndex === newIndex) return;
    const form = item.querySelector("form");
    const body = new FormData(form);
    body.set("deed", "place");
    body.set("place", newIndex);
    try {
      show(await (await fetch(form.action, { method: "POST", body })).text());
    } catch {
      location.reload();
    }
  }

  // Whoever moves a picture by its arrows stands beside it still, wherever it went.
  async function act(form, button) {
    const body = new FormData(form);
    body.set("deed", button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      show(await answer.text());
    } catch {
      location.reload();
      return;
    }
    const same = place().querySelector(`[name=image_id][value="${CSS.escape(body.get("image_id"))}"]`)?.form;
    const again = same?.querySelector(`button[value="${button.value}"]:not(:disabled)`);
    (again ?? same?.querySelector(".btn-icon:not(:disabled)") ?? place().querySelector("input[type=file]"))?.focus();
  }

  function sortable() {
    const list = document.querySelector("[data-sortable]");
    if (!list) return;
    Sortable.create(list, { animation: 140, filter: "input, button, label", preventOnFilter: false, onEnd: drop });
  }

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.matches(".picture form")) {
      event.preventDefault();
      act(form, event.submitter);
    } else if (form.querySelector("[data-upload-state]")) {
      event.preventDefault();
      send(form);
    }
  });
  sortable();
}
