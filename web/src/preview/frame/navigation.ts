/**
 * Navigation inside the frame. The application believes that it is a site of its own at `/`; really loading another page
 * would put the workspace, or a foreign site, into the frame.
 */

export interface NavigationEvents {
  onNavigated(path: string): void;
  /** A link to another site, which is not followed. */
  onExternalLink(url: string): void;
}

export function currentPath(): string {
  return location.pathname + location.search + location.hash;
}

export function watchNavigation(events: NavigationEvents): void {
  const report = () => events.onNavigated(currentPath());
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method].bind(history);
    history[method] = (...args) => {
      original(...args);
      report();
    };
  }
  window.addEventListener('popstate', report);
  window.addEventListener('hashchange', report);
  // Bubbling, on the window: after the application's own handlers, which prevent the default of what they handle.
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (event.defaultPrevented || link === undefined || !link.hasAttribute('href') || link.hasAttribute('download'))
      return;
    const url = new URL(link.href);
    if (!/^https?:$/.test(url.protocol)) return;
    const isSameSite = url.host === location.host;
    if (isSameSite && url.hash !== '' && url.pathname + url.search === location.pathname + location.search) return;
    event.preventDefault();
    if (isSameSite) navigate(url.pathname + url.search + url.hash);
    else events.onExternalLink(link.href);
  });
}

/** Goes to a path of the application, as its router would. */
export function navigate(path: string): void {
  history.pushState({}, '', path);
  window.dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
}
