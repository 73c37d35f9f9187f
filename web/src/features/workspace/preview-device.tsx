import { Monitor, Scan, Smartphone, Tablet } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { cn } from '../../lib/class-names.ts';

/** `pane`: as wide as there is room. */
export type Device = 'pane' | 'phone' | 'tablet' | 'desktop';

const DEVICES: readonly { id: Device; label: string; icon: typeof Monitor }[] = [
  { id: 'pane', label: 'All the room there is', icon: Scan },
  { id: 'phone', label: 'Phone width', icon: Smartphone },
  { id: 'tablet', label: 'Tablet width', icon: Tablet },
  { id: 'desktop', label: 'Desktop width', icon: Monitor },
];
/** CSS pixels of the app's viewport. */
const WIDTHS: Record<Exclude<Device, 'pane'>, number> = { phone: 390, tablet: 768, desktop: 1280 };
const MARGIN = 16;

export function DeviceButtons({ device, onChange }: { device: Device; onChange: (device: Device) => void }) {
  return (
    <fieldset className="flex">
      <legend className="sr-only">Width of the app</legend>
      {DEVICES.map(({ id, label, icon: Icon }) => (
        <IconButton key={id} label={label} size="sm" aria-pressed={device === id} onClick={() => onChange(id)}>
          <Icon className={cn('size-4', device === id && 'text-ink', id === 'tablet' && 'rotate-90')} aria-hidden />
        </IconButton>
      ))}
    </fieldset>
  );
}

/** Gives the app the width of a device, made smaller where there is less room than that. */
export function DeviceFrame({ device, children }: { device: Device; children: ReactNode }) {
  const pane = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = pane.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const width = device === 'pane' ? null : WIDTHS[device];
  const scale = width === null ? 1 : Math.min(1, (room.width - 2 * MARGIN) / width);
  const isFramed = width !== null && scale > 0;
  // The same elements either way: another parent would load the app anew.
  return (
    <div ref={pane} className={cn('relative min-h-0 flex-1 overflow-hidden', isFramed && 'bg-sunken')}>
      <div
        className={cn('overflow-hidden', isFramed ? 'absolute rounded-xl border shadow-pop' : 'h-full')}
        style={
          isFramed
            ? {
                width,
                height: (room.height - 2 * MARGIN) / scale,
                top: MARGIN,
                left: (room.width - width * scale) / 2,
                transform: `scale(${scale})`,
                transformOrigin: 'top left',
              }
            : undefined
        }
      >
        {children}
      </div>
    </div>
  );
}
