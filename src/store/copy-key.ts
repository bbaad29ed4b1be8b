/** What names a copy of what a system holds, and the two ways in which it is brought up to date. */
import type { Tenant } from '../caller/caller.ts';

export type CopyKey = { readonly tenant: Tenant; readonly source: string; readonly read: string };

/** `full`: all that there is; what doesn't come is gone. `changes`: what has changed since the last sync. */
export type SyncKind = 'full' | 'changes';
