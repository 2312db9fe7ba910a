// What the log-in pages do in the browser beside django-allauth's scripts for passkeys.
"use strict";

// The browser gave no passkey: somebody pressed "Cancel", or there is none for this site.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey-trouble");
  if (trouble) trouble.hidden = false;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
