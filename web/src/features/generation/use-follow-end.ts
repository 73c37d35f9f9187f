import { type RefObject, useEffect, useRef } from 'react';

const BY_HAND = ['wheel', 'touchmove', 'pointerdown'] as const;

/**
 * Keeps the end of something that grows in view, until the person scrolls for themselves.
 *
 * @param growing - false from the start: nothing is followed, what is finished is read from its beginning.
 * @param change - a value that is another one each time there is more to see.
 */
export function useFollowEnd(end: RefObject<HTMLElement | null>, growing: boolean, change: unknown): void {
  const follows = useRef(false);
  const letGo = useRef(false);
  if (growing) follows.current = true;
  useEffect(() => {
    const onHand = () => {
      letGo.current = true;
    };
    for (const event of BY_HAND) window.addEventListener(event, onHand, { passive: true });
    return () => {
      for (const event of BY_HAND) window.removeEventListener(event, onHand);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when there is more to see
  useEffect(() => {
    if (follows.current && !letGo.current) end.current?.scrollIntoView({ block: 'end' });
  }, [change]);
}
