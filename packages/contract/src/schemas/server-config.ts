import { Type } from '@sinclair/typebox';

/** The value, or the value and where it comes from. */
const value = Type.Union([Type.String(), Type.Tuple([Type.String(), Type.String()])]);

export const ServerConfig = Type.Object({
  sections: Type.Array(
    Type.Object({
      name: Type.String(),
      options: Type.Array(Type.Object({ key: Type.String(), value })),
    }),
  ),
});
