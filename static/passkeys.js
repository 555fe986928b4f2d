// Forms with a passkey: asks the browser, puts its answer into the form, and sends it.
"use strict";

const canUse = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !canUse;
  form.nextElementSibling.hidden = canUse; // the note for browsers without
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = form.querySelector(".fault");
    fault.hidden = true;
    try {
      form.querySelector("[data-answer]").value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      fault.hidden = false; // cancelled, timed out, or this device holds one already
    }
  });
}
