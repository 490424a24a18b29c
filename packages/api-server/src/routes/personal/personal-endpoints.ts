/** The endpoints of what people keep for themselves. */
import type { Endpoint } from '../../http/handle.ts';
import { type AcknowledgementParts, acknowledgementEndpoints } from './acknowledgements.ts';
import { preferenceEndpoints } from './preferences.ts';
import { savedViewEndpoints } from './saved-views.ts';

export function personalEndpoints(parts: AcknowledgementParts): readonly Endpoint[] {
  return [...savedViewEndpoints(parts), ...preferenceEndpoints(parts), ...acknowledgementEndpoints(parts)];
}
