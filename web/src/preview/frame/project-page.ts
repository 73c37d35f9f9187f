/** The project's `index.html`, in the frame's document. */

/** Puts the page's attributes, head and body in place. Its module scripts are the bundle; other scripts run as they are. */
export function showPage(html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  copyAttributes(page.documentElement, document.documentElement);
  copyAttributes(page.body, document.body);
  for (const element of document.querySelectorAll('head > [data-from-page]')) element.remove();
  for (const element of page.head.children) {
    if (
      element.matches(
        'meta[http-equiv], meta[charset], base, link:not([href^="data:"]), script[src], script[type="module"]',
      )
    )
      continue;
    const copy = isScript(element) ? runnable(element) : (document.importNode(element, true) as Element);
    copy.setAttribute('data-from-page', '');
    if (element.localName === 'title') document.title = element.textContent ?? '';
    else document.head.append(copy);
  }
  document.body.replaceChildren(
    ...[...page.body.childNodes]
      .filter((node) => !(isScript(node) && (node.hasAttribute('src') || node.type === 'module')))
      .map((node) => (isScript(node) ? runnable(node) : document.importNode(node, true))),
  );
  if (document.getElementById('root') === null && document.body.childElementCount === 0) {
    const root = document.createElement('div');
    root.id = 'root';
    document.body.append(root);
  }
}

/** The element that holds the application's stylesheet, after everything the page itself brings. */
export function showStyles(css: string): void {
  let style = document.getElementById('app-styles');
  if (style === null) {
    style = document.createElement('style');
    style.id = 'app-styles';
  }
  if (style.textContent !== css) style.textContent = css;
  if (document.head.lastElementChild !== style) document.head.append(style);
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name } of [...to.attributes]) to.removeAttribute(name);
  for (const { name, value } of from.attributes) to.setAttribute(name, value);
}

function isScript(node: Node): node is HTMLScriptElement {
  return node.nodeName === 'SCRIPT';
}

/** Scripts made by a parser or cloned do not run; a new element does. */
function runnable(script: HTMLScriptElement): HTMLScriptElement {
  const copy = document.createElement('script');
  copy.textContent = script.textContent;
  return copy;
}
