/** Whether a port can be listened on, asked before anything is started. */
import net from 'node:net';
import { StartError } from './start-error.ts';

/** Throws StartError naming the port and the variable that sets it. */
export function requireFreePort(port: number, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === 'EACCES'
            ? `Port ${port} may not be used by this user. Set ${variable} to another one.`
            : `Port ${port} is already in use. Stop what uses it, or set ${variable} to another one.`,
          { cause: error },
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
