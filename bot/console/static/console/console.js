"use strict";

// A second tap on a slow line must not send a reply twice. The pressed button's own value is part
// of the form, so it is only disabled once the form has been read.
document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) {
        event.preventDefault();
        return;
    }
    form.dataset.sent = "yes";
    setTimeout(function () {
        form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = true; });
    }, 0);
    // A download leaves the page where it is.
    if (form.dataset.download !== undefined) {
        setTimeout(function () {
            delete form.dataset.sent;
            form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
        }, 3000);
    }
});

// The browser's "back" may show the page as it was left, with its buttons disabled.
window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
        delete form.dataset.sent;
        form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
    });
});

// What the citizen writes while a person has the conversation open appears by itself.
const talk = document.querySelector("[data-talk]");
if (talk) {
    talk.scrollTop = talk.scrollHeight;
    setInterval(async function () {
        if (document.hidden) { return; }
        const answer = await fetch(talk.dataset.talk, { redirect: "error" }).catch(() => null);
        if (!answer || !answer.ok) { return; }
        const html = await answer.text();
        if (html !== talk.dataset.seen) {
            const first = talk.dataset.seen === undefined;
            talk.dataset.seen = html;
            talk.innerHTML = html;
            if (!first) { talk.scrollTop = talk.scrollHeight; }
        }
    }, 5000);
}
