export { faultsOfJson, type JsonFault } from './faults-of-json.ts';
export { withDefaults } from './with-defaults.ts';
