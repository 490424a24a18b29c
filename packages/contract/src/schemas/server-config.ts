import { Type } from '@sinclair/typebox';

/** The value, or the value and where it comes from. */
const value = Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 2, maxItems: 2 })]);

export const ServerConfig = Type.Object({
  sections: Type.Array(
    Type.Object({
      name: Type.String(),
      options: Type.Array(Type.Object({ key: Type.String(), value })),
    }),
  ),
});
