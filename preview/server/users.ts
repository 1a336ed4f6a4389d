import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Role = 'Viewer' | 'Editor' | 'Admin';

export interface User {
  login: string;
  role: Role;
  /** How the request was signed in. A session's cookie and basic auth are for us, and are not passed on to a target. */
  via: 'anonymous' | 'session' | 'basic';
}

const RANK: Readonly<Record<Role, number>> = { Viewer: 1, Editor: 2, Admin: 3 };

export const SESSION_COOKIE = 'grafana_session';

/** Grafana's own order: what an Editor may, an Admin may. */
export function hasRole(user: User, role: string): boolean {
  return isRole(role) && RANK[user.role] >= RANK[role];
}

export function isRole(role: string): role is Role {
  return role in RANK;
}

export class Sessions {
  private readonly logins = new Map<string, string>();
  private readonly accounts = new Map<string, { password: string; role: Role }>([
    ['admin', { password: 'admin', role: 'Admin' }],
    ['viewer', { password: 'viewer', role: 'Viewer' }],
  ]);

  /** A new user is a Viewer, as in Grafana by default. False when the name is taken. */
  addViewer(name: string, password: string): boolean {
    if (this.accounts.has(name)) {
      return false;
    }
    this.accounts.set(name, { password, role: 'Viewer' });
    return true;
  }

  /** A new session's id, or undefined when name or password are wrong. */
  login(name: string, password: string): string | undefined {
    if (this.accounts.get(name)?.password !== password) {
      return undefined;
    }
    const id = randomUUID();
    this.logins.set(id, name);
    return id;
  }

  /**
   * Who asks. The preview listens on loopback only, so a visit without credentials is an Admin's, as in a Grafana with
   * anonymous Admins; credentials that are wrong are refused (undefined) and not taken for a visit without any.
   */
  userOf(req: IncomingMessage): User | undefined {
    const authorization = req.headers.authorization;
    if (authorization?.toLowerCase().startsWith('basic ')) {
      const [name = '', password = ''] = splitOnce(Buffer.from(authorization.slice(6), 'base64').toString('utf8'), ':');
      const account = this.accounts.get(name);
      return account?.password === password ? { login: name, role: account.role, via: 'basic' } : undefined;
    }
    const id = cookie(req, SESSION_COOKIE);
    const login = id === undefined ? undefined : this.logins.get(id);
    const account = login === undefined ? undefined : this.accounts.get(login);
    if (login !== undefined && account !== undefined) {
      return { login, role: account.role, via: 'session' };
    }
    return { login: 'anonymous', role: 'Admin', via: 'anonymous' };
  }
}

function cookie(req: IncomingMessage, name: string): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [key = '', value = ''] = splitOnce(pair.trim(), '=');
    if (key === name) {
      return value;
    }
  }
  return undefined;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
