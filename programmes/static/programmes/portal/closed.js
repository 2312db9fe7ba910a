// The link opens nothing: what waits on this telephone for it will never arrive. It goes, and whoever wrote it is told.

import { Queue } from "./queue.js";

const said = document.getElementById("unsent");
const waited = ["diary", "runs"].map((form) => new Queue(form).empty());
if (waited.includes(true)) said.textContent = said.dataset.words;
