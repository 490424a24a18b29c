/** What people keep for themselves: views, preferences, acknowledgements. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { signedIn } from '../rule.ts';
import { orderBy, PageQuery } from '../schemas/page.ts';
import {
  ACKNOWLEDGEMENT_KINDS,
  Acknowledgement,
  AcknowledgementBody,
  AcknowledgementCollection,
  Preferences,
  PreferencesBody,
  SavedView,
  SavedViewBody,
  SavedViewCollection,
  SavedViewPatchBody,
} from '../schemas/people.ts';
import { DryRunQuery, OneOf } from '../schemas/values.ts';

const viewParams = Type.Object({ saved_view_id: Type.String({ format: 'uuid' }) });

export const getSavedViews = route({
  id: 'get_saved_views',
  method: 'GET',
  path: '/api/v2/savedViews',
  tag: 'Saved View',
  summary: 'The views of the caller, and those that others share.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['name', 'page', 'created_at', 'changed_at', 'id'], 'name'),
    page: Type.Optional(Type.String({ maxLength: 100 })),
    is_shared: Type.Optional(Type.Boolean()),
  }),
  answers: { 200: SavedViewCollection },
  rule: signedIn,
});

export const getSavedView = route({
  id: 'get_saved_view',
  method: 'GET',
  path: '/api/v2/savedViews/{saved_view_id}',
  tag: 'Saved View',
  summary: 'One view.',
  params: viewParams,
  answers: { 200: SavedView },
  rule: signedIn,
});

export const postSavedView = route({
  id: 'post_saved_view',
  method: 'POST',
  path: '/api/v2/savedViews',
  tag: 'Saved View',
  summary: 'Saves a view of a page.',
  query: DryRunQuery,
  body: SavedViewBody,
  answers: { 201: SavedView },
  rule: signedIn,
});

export const patchSavedView = route({
  id: 'patch_saved_view',
  method: 'PATCH',
  path: '/api/v2/savedViews/{saved_view_id}',
  tag: 'Saved View',
  summary: 'Changes a view of the caller, or chooses the one that the page opens with.',
  params: viewParams,
  query: DryRunQuery,
  body: SavedViewPatchBody,
  answers: { 200: SavedView },
  rule: signedIn,
});

export const deleteSavedView = route({
  id: 'delete_saved_view',
  method: 'DELETE',
  path: '/api/v2/savedViews/{saved_view_id}',
  tag: 'Saved View',
  summary: 'Deletes a view of the caller.',
  params: viewParams,
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: signedIn,
});

export const getPreferences = route({
  id: 'get_preferences',
  method: 'GET',
  path: '/api/v2/preferences',
  tag: 'Preference',
  summary: 'What the caller has chosen.',
  answers: { 200: Preferences },
  rule: signedIn,
});

export const patchPreferences = route({
  id: 'patch_preferences',
  method: 'PATCH',
  path: '/api/v2/preferences',
  tag: 'Preference',
  summary: 'Changes those that are named.',
  query: DryRunQuery,
  body: PreferencesBody,
  answers: { 200: Preferences },
  rule: signedIn,
});

export const putPreferences = route({
  id: 'put_preferences',
  method: 'PUT',
  path: '/api/v2/preferences',
  tag: 'Preference',
  summary: 'Takes these in place of all that there are.',
  query: DryRunQuery,
  body: PreferencesBody,
  answers: { 200: Preferences },
  rule: signedIn,
});

export const getAcknowledgements = route({
  id: 'get_acknowledgements',
  method: 'GET',
  path: '/api/v2/acknowledgements',
  tag: 'Acknowledgement',
  summary: 'What somebody has seen and looks after.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['created_at', 'changed_at', 'kind', 'subject', 'id'], '-created_at'),
    kind: Type.Optional(OneOf(ACKNOWLEDGEMENT_KINDS)),
    subject: Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 200 })),
    dag_id: Type.Optional(Type.String({ maxLength: 250 })),
    mine: Type.Optional(Type.Boolean({ description: 'True: only what the caller said.' })),
    assigned_to: Type.Optional(Type.String({ maxLength: 256 })),
    snoozed: Type.Optional(Type.Boolean()),
  }),
  answers: { 200: AcknowledgementCollection },
  rule: signedIn,
});

export const postAcknowledgement = route({
  id: 'post_acknowledgement',
  method: 'POST',
  path: '/api/v2/acknowledgements',
  tag: 'Acknowledgement',
  summary: 'Says that the caller has seen it, in place of what the caller said of it before.',
  query: DryRunQuery,
  body: AcknowledgementBody,
  answers: { 201: Acknowledgement },
  rule: signedIn,
});

export const deleteAcknowledgement = route({
  id: 'delete_acknowledgement',
  method: 'DELETE',
  path: '/api/v2/acknowledgements/{acknowledgement_id}',
  tag: 'Acknowledgement',
  summary: 'Takes back what the caller said.',
  params: Type.Object({ acknowledgement_id: Type.String({ format: 'uuid' }) }),
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: signedIn,
});

export const peopleRoutes: readonly Route[] = [
  getSavedViews,
  getSavedView,
  postSavedView,
  patchSavedView,
  deleteSavedView,
  getPreferences,
  patchPreferences,
  putPreferences,
  getAcknowledgements,
  postAcknowledgement,
  deleteAcknowledgement,
];
