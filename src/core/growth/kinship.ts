import type { Stack } from '../profile/stack';
import { packagePath } from '../profile/userframe';

/**
 * Whether two stacks are of the same code: they share a module (host/owner/name of a package path), or, within package
 * main, a receiver type or function. The standard library makes no kin: everybody waits in net/http.
 */
export function areKin(a: Stack, b: Stack): boolean {
  const families = new Set(familiesOf(a));
  return familiesOf(b).some((family) => families.has(family));
}

function familiesOf({ frames }: Stack): string[] {
  return frames.flatMap(({ function: name }) => {
    const path = packagePath(name);
    const elements = path.split('/');
    if (elements[0]?.includes('.')) {
      return [elements.slice(0, 3).join('/')];
    }
    // `main.(*session).send.func1` and `main.(*session).ack` are of `main.(*session)`. Everything is below main.main.
    const owner = name.slice(path.length + 1).split('.', 1)[0] as string;
    return path === 'main' && owner !== 'main' ? [`main.${owner}`] : [];
  });
}
