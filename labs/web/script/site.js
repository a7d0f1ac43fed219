// Runs in the browser. Shows which files the browser fetched for this page, besides the page itself.
addEventListener('load', () => {
  const place = document.querySelector('#asked');
  if (!place) return;
  const files = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname);
  const lines = [location.pathname, ...files].map((path) => `GET ${path}`);
  // textContent, not innerHTML: a name is text, whatever characters it is made of.
  place.textContent = lines.join('\n');
});
