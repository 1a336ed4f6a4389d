import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { median } from '../measure/rounds';
import { NODE_BUNDLES } from '../paths';

/** Runs bench/node/<name>.ts in a process of its own: plain Node, no loader in between. */
export async function child<Order, Answer>(name: string, order: Order, flags: readonly string[] = []): Promise<Answer> {
  const script = join(NODE_BUNDLES, `${name}.mjs`);
  const process = spawn('node', [...flags, script, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [answer, [status]] = await Promise.all([text(process.stdout), once(process, 'close')]);
  if (status !== 0) {
    throw new Error(`${script} ended with ${status}`);
  }
  return JSON.parse(answer);
}

/** The median of what `times` fresh processes say, field by field. */
export async function childMedians<Order, Fields extends Record<keyof Fields, number>>(
  name: string,
  order: Order,
  times: number,
  flags: readonly string[] = []
): Promise<Fields> {
  const answers: Fields[] = [];
  for (let i = 0; i < times; i++) {
    answers.push(await child<Order, Fields>(name, order, flags));
  }
  const fields = Object.keys(answers[0]!) as Array<keyof Fields>;
  return Object.fromEntries(fields.map((field) => [field, median(answers.map((answer) => answer[field]))])) as Fields;
}
