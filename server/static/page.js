// What is nicer with JavaScript: answers open in the list of questions, Ctrl+Enter runs a query.
// Without it every link and form works as it stands.
"use strict";

document.documentElement.classList.add("script");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("form.query textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

async function toggleAnswer(link) {
  const item = link.closest("li");
  const shown = item.querySelector(".shown");
  if (shown) {
    shown.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  link.setAttribute("aria-expanded", "true");
  const place = document.createElement("div");
  place.className = "shown";
  place.setAttribute("role", "status");
  place.textContent = "Asking …";
  item.append(place);
  item.closest(".questions").classList.add("open");
  try {
    const answer = await fetch(`${link.href}?part=answer`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    place.innerHTML = await answer.text();
    const page = document.createElement("p");
    page.innerHTML = "<a>The query, and a link to this answer</a>";
    page.firstChild.href = link.href;
    place.append(page);
  } catch (error) {
    place.textContent = `${error.message} Open the question in its own page to try again.`;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.ask");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  toggleAnswer(link);
});
