/* A text that the network refused, kept beyond the tab for twelve hours at most, sealed with a key that the server gives
   to its author alone: what lies in the browser can be read by nobody else, and by nobody without the server. */
"use strict";

window.sealedCopy = (owner, secret) => {
  const LIFETIME = 12 * 3600 * 1000;
  const prefix = `draft:${owner}:`;
  if (!secret || !window.crypto?.subtle) return null;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text64 = (list) => btoa(Array.from(list, (byte) => String.fromCharCode(byte)).join(""));
  const ready = crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));

  async function open(name) {
    try {
      const { at, iv, sealed } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - at > LIFETIME) throw new Error("old");
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await ready, bytes(sealed));
      return { at, text: new TextDecoder().decode(plain) };
    } catch {
      localStorage.removeItem(name);
      return null;
    }
  }

  let last = Promise.resolve();
  return {
    /* One copy after the other, and none after it was forgotten. */
    keep(name, text) {
      last = last.then(async () => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await ready, new TextEncoder().encode(text));
        localStorage.setItem(prefix + name, JSON.stringify({ at: Date.now(), iv: text64(iv), sealed: text64(new Uint8Array(sealed)) }));
      }).catch(() => { /* a full or forbidden storage: the text is still on the page */ });
      return last;
    },
    forget(name) {
      last = last.then(() => localStorage.removeItem(prefix + name));
    },
    /* The copy of this name, else the newest. */
    async find(name) {
      const copies = (await Promise.all(names().map(async (one) => ({ name: one, ...(await open(one)) })))).filter((one) => one.text);
      copies.sort((first, second) => second.at - first.at);
      return (copies.find((one) => one.name === prefix + name) || copies[0])?.text;
    },
  };
};
