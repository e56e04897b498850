// Nobody signs in inside the web applications: their own sign-in page, shown after signing out or when a session has ended,
// gives way to ours, which the server leads to when the page is loaded again.
const leaveTheirSignIn = () => {
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace(window.location.pathname);
    window.location.reload();
  }
};

window.addEventListener('hashchange', leaveTheirSignIn);
leaveTheirSignIn();
