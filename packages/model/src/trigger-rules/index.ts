export * from './explain-trigger-rule.ts';
export * from './judge-trigger-rule.ts';
export * from './rule-verdict.ts';
export * from './upstream-counts.ts';
