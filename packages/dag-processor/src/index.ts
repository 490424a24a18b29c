export { linkInstalledPackages } from './bundle/link-installed-packages.ts';
export { snapshotFolder } from './bundle/snapshot.ts';
export type { ImportFault } from './decide/decide-changes.ts';
export * from './errors.ts';
export type { DagProcessorEvent, DagProcessorListener, TurnCounts } from './events.ts';
export type { DagProcessorOptions } from './options.ts';
export { DagProcessor } from './processor.ts';
export { type FoundDag, type ReadDagFolderOptions, readDagFolder } from './read-dag-folder.ts';
export { taskRowsOf } from './record/task-rows.ts';
