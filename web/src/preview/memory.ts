/** Whether this device has the memory for a database that nobody has asked for yet. */

/**
 * A running database takes some 300 MB of the page's process. Where the browser does not say how much the device has,
 * a touch screen stands for a phone, whose browser ends pages that take much.
 */
export function hasRoomForDatabase(): boolean {
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory === undefined ? !window.matchMedia('(pointer: coarse)').matches : deviceMemory >= 4;
}
