export * from './errors.ts';
export { type SecretBox, secretBox } from './secret-box.ts';
export * from './secret-key.ts';
