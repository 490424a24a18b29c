export { type Daemons, type DaemonsOptions, openDaemons } from './daemons.ts';
export * from './errors.ts';
export { ExamplesMissingError, type Installation } from './installation.ts';
