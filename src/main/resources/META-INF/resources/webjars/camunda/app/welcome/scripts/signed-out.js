// People sign in on our own page. The web applications' sign-in page, which they show after signing out or when a session has
// ended, gives way to ours, to which the server redirects when the page is loaded again.
const place = 'ticketflow.place ' + window.location.pathname;
let signsOut = false;

// When a session has ended, the person comes back to the same place, where Tasklist shows the form with what was typed.
const leaveTheirSignIn = event => {
  if (!window.location.hash.startsWith('#/login')) {
    return;
  }
  if (event && !signsOut) {
    window.sessionStorage.setItem(place, new URL(event.oldURL).hash);
  }
  window.location.replace(window.location.pathname);
  window.location.reload();
};

const comeBack = () => {
  const former = window.sessionStorage.getItem(place);
  window.sessionStorage.removeItem(place);
  if (former && ['', '#', '#/'].includes(window.location.hash)) {
    window.location.hash = former;
  }
};

document.addEventListener('click', event => {
  signsOut = signsOut || Boolean(event.target.closest('.account .logout'));
}, true);
window.addEventListener('hashchange', leaveTheirSignIn);
comeBack();
leaveTheirSignIn();
