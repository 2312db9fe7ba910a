// The patient's page comes alive: without this script it is a plain page to read and print.

import { Notebook } from "./notebook.js";
import { keepForOffline } from "./offline.js";
import { Queue } from "./queue.js";
import { Session } from "./session.js";
import { offerTextSize } from "./text-size.js";

const words = JSON.parse(document.getElementById("words").textContent);

offerTextSize(document.getElementById("text-size"));

const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());

const begin = document.getElementById("begin");
const dialog = document.getElementById("session");
// A telephone some years old opens no dialog: the exercises stand on the page all the same.
if (begin && dialog.showModal) {
  const session = new Session(dialog, [...document.querySelectorAll("article.card")], words);
  begin.parentElement.hidden = false;
  begin.addEventListener("click", () => session.open());
}

for (const form of document.querySelectorAll("form.notebook")) new Notebook(form, words);
// Runs that wait, from when the plan had some: no form of the page sends them any more.
if (!document.getElementById("run") && new Queue("runs").empty()) document.getElementById("unsent").textContent = words["no-runs"];

const entry = document.getElementById("entry");
document.addEventListener("session-done", () => {
  entry.querySelector("[name=done][value=all]").checked = true;
  entry.querySelector("[name=pain]").focus({ preventScroll: true });
  document.getElementById("diary").scrollIntoView();
});

keepForOffline(document.getElementById("kept"), words);
