// Passkeys: the page asks the browser, the browser asks its owner, and the device's answer goes
// to the house as an ordinary form. Without this file the password is the way in.
(() => {
  "use strict";
  const part = document.querySelector("[data-passkeys]");
  if (!part) return;
  const show = (what) =>
    part.querySelectorAll("[data-when]").forEach((el) => (el.hidden = el.dataset.when !== what));
  if (location.origin !== part.dataset.origin) return show("elsewhere");
  if (!window.PublicKeyCredential || !navigator.credentials) return show("unable");
  show("ready");

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  // From JSON to what the browser takes; older ones leave that to the page.
  const read = (reader, json) => {
    if (PublicKeyCredential[reader]) return PublicKeyCredential[reader](json);
    const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
    return {
      ...json,
      challenge: bytes(json.challenge),
      allowCredentials: named(json.allowCredentials),
      excludeCredentials: named(json.excludeCredentials),
      ...(json.user && { user: { ...json.user, id: bytes(json.user.id) } }),
    };
  };
  const written = (credential) => {
    if (credential.toJSON) return JSON.stringify(credential);
    const from = credential.response;
    const response = {};
    for (const name of [
      "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
    ]) {
      if (from[name]) response[name] = text(from[name]);
    }
    if (from.getTransports) response.transports = from.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  const form = part.querySelector("form[data-question], form[data-options]");
  if (!form) return;
  const say = (what) =>
    form.querySelectorAll("[data-says]").forEach((el) => (el.hidden = el.dataset.says !== what));
  const send = (credential, key) => {
    if (key) form.elements.key.value = key;
    form.elements.proof.value = written(credential);
    form.requestSubmit ? form.requestSubmit() : form.submit();
  };

  const question = async () => {
    const answer = await fetch(form.dataset.question, { method: "POST", credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status < 500 ? "refused" : "down");
    return answer.json();
  };
  // While the page is open the browser offers passkeys in the field of the name. A question
  // holds for five minutes only, so a new one is put before that.
  let offer = null;
  const offering = async () => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const own = (offer = new AbortController());
    const renew = setTimeout(() => {
      own.abort();
      offering();
    }, 240000);
    own.signal.addEventListener("abort", () => clearTimeout(renew));
    try {
      const { key, options } = await question();
      if (own.signal.aborted) return;
      const publicKey = read("parseRequestOptionsFromJSON", options);
      const asked = { publicKey, mediation: "conditional", signal: own.signal };
      send(await navigator.credentials.get(asked), key);
    } catch {
      // Nobody chose one, or the line is down: the button and the password are still there.
    }
  };

  let busy = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.proof.value) return;
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    busy = true;
    say(null);
    offer?.abort();
    try {
      if (form.dataset.options) {
        const options = JSON.parse(form.dataset.options);
        const publicKey = read("parseCreationOptionsFromJSON", options);
        send(await navigator.credentials.create({ publicKey }));
      } else {
        const { key, options } = await question();
        const publicKey = read("parseRequestOptionsFromJSON", options);
        send(await navigator.credentials.get({ publicKey }), key);
      }
    } catch (error) {
      const down = error.message === "down" || error instanceof TypeError;
      say(error.name === "InvalidStateError" ? "known" : down && form.dataset.question ? "down" : "failed");
    } finally {
      busy = false;
    }
  });
  // Back from the next page: an answer is good once.
  addEventListener("pageshow", () => (form.elements.proof.value = ""));
  if (form.dataset.question) offering();
})();
