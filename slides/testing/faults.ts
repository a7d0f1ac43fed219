/**
 * Runs in the page: what cannot be seen whole on the slide that is shown. A text of its own, because it travels into the
 * browser.
 */
export const FAULTS = `(() => {
  const slide = document.querySelector('section.present') ?? document.querySelector('section.slide');
  const body = slide.querySelector('.body');
  const faults = [];
  const frame = slide.getBoundingClientRect();
  const told = new Set();
  const words = (element) => (element.textContent ?? '').trim().slice(0, 40);
  if (body.scrollHeight > body.clientHeight + 1) faults.push('the slide is ' + (body.scrollHeight - body.clientHeight) + ' px too high');
  for (const element of body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    // A conversation that is too long for a slide moves on with the keys.
    if (style.display === 'none' || element.closest('defs, .scrolls')) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 && box.height === 0) continue;
    if (told.has(element.parentElement)) {
      told.add(element);
      continue;
    }
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
      told.add(element);
      faults.push('<' + element.localName + '> "' + words(element) + '" leaves the slide');
    }
    if (element.matches('pre, td, .answers li') && element.scrollWidth > element.clientWidth + 1)
      faults.push('<' + element.localName + '> "' + words(element) + '" is cut at the right');
  }
  for (const svg of body.querySelectorAll('svg.drawing')) {
    const view = svg.viewBox.baseVal;
    for (const text of svg.querySelectorAll('text')) {
      const { x, y, width, height } = text.getBBox();
      const place = text.getCTM() && svg.getScreenCTM() ? svg.getScreenCTM().inverse().multiply(text.getScreenCTM()) : null;
      const dx = place ? place.e : 0, dy = place ? place.f : 0;
      if (x + dx < view.x - 1 || x + dx + width > view.x + view.width + 1 || y + dy < view.y - 4 || y + dy + height > view.y + view.height + 4)
        faults.push('"' + words(text) + '" leaves the drawing');
    }
    if (svg.getBoundingClientRect().height < 150) faults.push('the drawing is too small');
  }
  return faults;
})()`;
