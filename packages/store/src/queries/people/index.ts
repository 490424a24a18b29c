export * from './acknowledgements.ts';
export * from './favorites.ts';
export * from './preferences.ts';
export * from './saved-views.ts';
