/** What the process that reads an export says of it. */
import * as v from 'valibot';
import { manifestSchema } from '../schema.ts';

/** The file that it leaves. */
export const reportName = 'export.json';

/** What it holds. */
export const exportReportSchema = v.variant('kind', [
  v.object({
    kind: v.literal('read'),
    manifest: manifestSchema,
    files: v.array(v.object({ name: v.string(), path: v.string(), bytes: v.number() })),
    notes: v.array(v.string()),
  }),
  v.object({
    kind: v.literal('refused'),
    error: v.object({ code: v.string(), message: v.string(), detail: v.optional(v.string()) }),
  }),
]);
