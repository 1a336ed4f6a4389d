/** @jest-environment node */
import { templateError } from './template';

it.each([
  '',
  'https://github.com/acme/orders/blob/{version}/{file}#L{line}',
  'https://gitlab.com/acme/orders/-/blob/{version}/{file}#L{line}',
  'https://gitea.example.com/acme/orders/src/tag/{version}/{file}#L{line}',
  'https://bitbucket.org/acme/orders/src/{version}/{file}#lines-{line}',
  'https://sourcegraph.com/github.com/acme/orders@{version}/-/blob/{file}?L{line}',
  'http://localhost:8080/{file}',
  'HTTPS://h/search?q={function}',
])('takes %s', (template) => {
  expect(templateError(template)).toBeUndefined();
});

it.each([
  ['javascript:alert(1)//{file}', /begin with https/],
  ['data:text/html,{file}', /begin with https/],
  ['//git.example.com/{file}', /begin with https/],
  [' https://git.example.com/{file}', /begin with https/],
  ['git.example.com/{file}', /begin with https/],
  ['https://{file}', /host must be written out/],
  ['https://{version}.example.com/{file}', /host must be written out/],
  ['https://git.example.com', /host must be written out/],
  ['https:///{file}', /host must be written out/],
  ['https://h/{file}#L{lines}', /^\{lines\} is not known/],
  ['https://h/{}{file}', /^\{\} is not known/],
  ['https://h/{file', /brace/],
  ['https://h/{file}}', /brace/],
  ['https://h/{{file}}', /brace/],
  ['https://h/a b/{file}', /spaces/],
  ['https://h/blob/main/', /needs \{file\}/],
])('refuses %s', (template, why) => {
  expect(templateError(template)).toMatch(why);
});
