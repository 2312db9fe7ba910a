// A button beside each note that copies it. Without this script the note is selected and copied by keyboard.
"use strict";

(() => {
  const copied = async (area) => {
    area.focus();
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      return true;
    } catch {
      // No clipboard for pages without https, or it was refused: the older way may still be open.
      return document.execCommand("copy");
    }
  };

  for (const area of document.querySelectorAll(".record-note textarea")) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "button";
    button.textContent = area.dataset.copy;
    button.setAttribute("aria-label", `${area.dataset.copy}: ${area.labels[0].textContent}`);
    said.setAttribute("role", "status");
    said.className = "quiet";
    button.addEventListener("click", async () => {
      said.textContent = "";
      said.textContent = (await copied(area)) ? area.dataset.copied : area.dataset.notCopied;
    });
    area.after(button, " ", said);
  }
})();
