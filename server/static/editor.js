// The editor in the place of the plain form, where it was fetched at set-up. Whatever goes wrong, the form stays.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("editor");
  const form = document.querySelector("form.query");
  if (!place || !form || !window.Yasgui) return;
  place.hidden = false;
  try {
    if (window.Yasgui.Yasqe) window.Yasgui.Yasqe.defaults.value = form.querySelector("textarea").value;
    new window.Yasgui(place, {
      requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href, method: "POST" },
      copyEndpointOnNewTab: true,
      persistenceId: "communique",
    });
    form.hidden = true;
  } catch (error) {
    console.error(error);
    place.hidden = true;
  }
});
