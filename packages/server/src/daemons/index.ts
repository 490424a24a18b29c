export { type Daemons, type DaemonsOptions, openDaemons } from './daemons.ts';
export { ExamplesMissingError, type Installation } from './installation.ts';
