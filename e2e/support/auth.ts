export interface Account {
  user: string;
  password: string;
}

export function basicAuth({ user, password }: Account): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
