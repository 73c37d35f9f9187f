/** Whether this device has the memory for a database that nobody has asked for yet. */

/**
 * With a running database the page's process takes some 550 MB in Chromium. Where the browser does not say how much the
 * device has, a touch screen stands for a phone, whose browser ends pages that take much.
 */
export function hasRoomForDatabase(): boolean {
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory === undefined ? !window.matchMedia('(pointer: coarse)').matches : deviceMemory >= 4;
}
