/** The reference page of the API, from its routes. */
import { pathParamsOf, type Route } from '../route.ts';
import { type AnySchema, sayType } from './say-type.ts';

const INTRODUCTION = `# API

This page is generated from the routes; a test compares. The same as OpenAPI 3.1: \`GET /openapi.json\`.

Names, parameters and answers are those of Airflow's API, where it has the same. A caller shows a token
(\`Authorization: Bearer …\`) or the cookie \`_token\`. What is refused answers \`{"detail": "…"}\`; a wrong field answers 422 with
\`{"detail": [{"type", "loc", "msg", "input"}]}\`. Lists take \`limit\` (at most 100) and \`offset\`, or \`cursor\`, which is as quick at
the end as at the start. \`?dry_run=true\` answers what a change would do, and changes nothing. An *instant* is ISO 8601 text.`;

export function renderApiReference(routes: readonly Route[]): string {
  const shown = routes.filter(({ isInternal }) => !isInternal);
  const chapters = [...Map.groupBy(shown, ({ tag }) => tag)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const texts = chapters.map(([tag, members]) => [`## ${tag}`, ...members.map(renderRoute)].join('\n\n'));
  return `${[INTRODUCTION, ...texts].join('\n\n')}\n`;
}

function renderRoute(route: Route): string {
  const { method, path, summary, description, body } = route;
  const parts = [
    `### ${method} ${path}`,
    [summary, description, sayRule(route)].filter(Boolean).join(' '),
    renderParameters(route),
    body === undefined ? '' : `Body${route.isBodyOptional ? ', if any' : ''}:\n\n${renderSchema(body)}`,
    ...Object.entries(route.answers).map(([status, schema]) => renderAnswer(status, schema, route)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function sayRule({ rule }: Route): string {
  switch (rule.kind) {
    case 'public':
      return 'For everybody.';
    case 'signed_in':
      return 'For everybody who has signed in.';
    case 'permitted':
      return `Needs ${rule.permissions.map(([action, resource]) => `\`${action}\` on ${resource}`).join(', ')}.`;
    case 'worker':
      return 'For workers.';
    case 'attempt':
      return 'For attempts of tasks.';
  }
}

/** What every list and every change has is said once, at the top. */
const COMMON = new Set(['limit', 'offset', 'cursor', 'dry_run']);

function renderParameters(route: Route): string {
  const inPath = pathParamsOf(route.path)
    .map((name) => [name, route.params?.properties[name]] as const)
    .filter(([, schema]) => schema !== undefined && schema['type'] !== 'string');
  const inQuery = Object.entries(route.query?.properties ?? {}).filter(([name]) => !COMMON.has(name));
  const rows = [
    ...inPath.map(([name, schema]) => rowOf(`{${name}}`, schema as AnySchema)),
    ...inQuery.map(([name, schema]) => rowOf(name, schema as AnySchema)),
  ];
  if (rows.length === 0) return '';
  return `| Parameter | Type | |\n| --- | --- | --- |\n${rows.join('\n')}`;
}

function rowOf(name: string, schema: AnySchema): string {
  const { description = '', default: fallback } = schema;
  const byDefault = fallback === undefined ? '' : ` By default \`${JSON.stringify(fallback)}\`.`;
  return `| \`${name}\` | \`${cell(sayType(schema))}\` | ${cell(`${description}${byDefault}`.trim())} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function renderAnswer(status: string, schema: object, { contentType }: Route): string {
  if ((schema as AnySchema).type === 'null') return `Answers ${status}, without a body.`;
  const kind = contentType === undefined ? '' : ` as \`${contentType}\``;
  return `Answers ${status}${kind}:\n\n${renderSchema(schema)}`;
}

/** One field a line where it is an object. */
function renderSchema(schema: AnySchema): string {
  const { type, properties = {}, required = [] } = schema;
  if (type !== 'object' || Object.keys(properties).length === 0) return `\`\`\`ts\n${sayType(schema)}\n\`\`\``;
  const lines = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${sayType(field)}`,
  );
  return `\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
}
