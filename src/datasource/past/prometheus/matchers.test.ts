import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { checked, matchersOf } from './matchers';

describe('matchers as a person types them', () => {
  test.each([
    ['job="orders"', 'job="orders"'],
    [' { job = "orders" , pod=~"orders-.+" } ', 'job="orders",pod=~"orders-.+"'],
    [`job!='a', x!~\`b\`,`, "job!='a',x!~`b`"],
    ['path="a, b}\\"c"', 'path="a, b}\\"c"'],
    ['instance="$instance"', 'instance="$instance"'],
  ])('%s', (typed, matchers) => expect(checked(typed)).toBe(matchers));

  test.each(['', '  ', '{}'])('“%s” would be every program: refused', (typed) => {
    expect(() => checked(typed)).toThrow(/^No matchers say which series are the program’s\. They are label matchers/);
  });

  test.each(['orders', 'job=orders', 'job="orders" instance="a"', 'job="orders"} or up{x="y"', 'job="a\nb"'])(
    '%j is refused, and nothing of it gets into a query',
    (typed) => expect(() => checked(typed)).toThrow(/in the matchers is none/)
  );
});

describe('template variables', () => {
  /** Replaces `$name` as Grafana does with a format that is a function. */
  const withVariable = (value: string | string[]) =>
    setTemplateSrv({
      replace: (text: string, _: unknown, format: (value: unknown) => string) =>
        text.replace('$instance', () => format(value)),
    } as unknown as TemplateSrv);

  test('one value stands as it is, but for what would end the quotes', () => {
    withVariable('10.0.0.1:6060');
    expect(matchersOf('instance="$instance"')).toBe('instance="10.0.0.1:6060"');
    withVariable('a"} or up{b="');
    expect(matchersOf('instance="$instance"')).toBe('instance="a\\"} or up{b=\\""');
  });

  test('several are alternatives of a regular expression, each for itself alone', () => {
    withVariable(['orders.1', 'orders-2']);
    expect(matchersOf('instance=~"$instance"')).toBe('instance=~"(orders\\\\.1|orders-2)"');
  });
});
