// What the workbench does in the browser. Every page works without it; it only keeps people from slips.
"use strict";

(() => {
  const main = document.querySelector("#content-main > form[id$='_form']");
  let isChanged = false;

  const say = (link, words) => {
    let note = document.getElementById("needs-saving");
    if (!note) {
      note = document.createElement("p");
      note.id = "needs-saving";
      note.className = "notice";
      note.setAttribute("role", "status");
      link.closest(".object-tools").after(note);
    }
    note.textContent = words;
  };

  if (main) {
    for (const kind of ["input", "change"]) {
      main.addEventListener(kind, () => { isChanged = true; });
    }
    main.addEventListener("submit", () => { isChanged = false; });
    // Leaving, or pressing another button of the page, would lose what was typed.
    window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  }

  // The preview shows what is saved: not what was just typed.
  for (const link of document.querySelectorAll("[data-needs-saving]")) {
    link.addEventListener("click", (event) => {
      if (!isChanged) return;
      event.preventDefault();
      say(link, link.dataset.needsSaving || "Save first: the preview shows what is saved.");
    });
  }

  // One press answers "no" to what is left of a group: a person's own act, after asking.
  for (const group of document.querySelectorAll("fieldset.questions")) {
    const unasked = () => [...group.querySelectorAll("input[value='not-asked']:checked")];
    if (!unasked().length) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button all-no";
    button.textContent = group.dataset.allNo || "I asked all of these: the rest is “no”";
    button.addEventListener("click", () => {
      for (const radio of unasked()) {
        const no = group.querySelector(`input[name="${CSS.escape(radio.name)}"][value="no"]`);
        no.checked = true;
      }
      isChanged = true;
    });
    group.append(button);
  }

  // Suggestions: the field is called what its label says.
  const name = (select) => {
    const label = select.labels && select.labels[0];
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) return;
    label.id = label.id || `${select.id}_label`;
    const shown = box.getAttribute("aria-labelledby");
    const chosen = box.querySelector(".select2-selection__rendered[role='textbox']");
    if (chosen) ["role", "aria-readonly"].forEach((each) => chosen.removeAttribute(each));
    box.setAttribute("aria-labelledby", [label.id, shown].filter(Boolean).join(" "));
    const search = box.querySelector(".select2-search__field");
    if (search) search.setAttribute("aria-labelledby", label.id);
  };

  // Suggestions: Enter must not take an entry of the list for an earlier term.
  const $ = window.django && window.django.jQuery;
  if ($) {
    $(() => document.querySelectorAll(".admin-autocomplete").forEach(name));
    $(document).on("select2:open", (event) => {
      const search = document.querySelector(".select2-search--dropdown .select2-search__field");
      const label = event.target.labels && event.target.labels[0];
      if (search && label) search.setAttribute("aria-label", label.textContent.trim());
    });
    let awaited = null;
    const isSearch = (target) => target instanceof Element && target.matches(".select2-search__field");
    document.addEventListener("input", (event) => {
      if (isSearch(event.target)) awaited = event.target.value;
    }, true);
    $(document).on("ajaxComplete", (event, request, settings) => {
      const answered = new URL(settings.url, location.href).searchParams.get("term") || "";
      if (answered === awaited) awaited = null;
    });
    document.addEventListener("keydown", (event) => {
      if (isSearch(event.target) && event.key === "Enter" && awaited !== null) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }, true);
  }
})();
