/**
 * What is asked of a directory's tables for one answer. Each is a search by a whole key, never a walk through a tenant's
 * rows: a sort or a `DISTINCT` in SQL would make SQLite prefer an index that has the order over one that has the key.
 */
export const DIRECTORY_QUERIES = {
  byId: 'SELECT account FROM account_id WHERE tenant = ? AND id = ?',
  byNamespacedId: 'SELECT account FROM account_id WHERE tenant = ? AND id = ? AND namespace = ?',
  byEmail: 'SELECT account FROM customer_contact WHERE tenant = ? AND email = ?',
  byDomain: 'SELECT account FROM account_domain WHERE tenant = ? AND domain = ?',
  ids: 'SELECT namespace, id FROM account_id WHERE tenant = ? AND account = ? ORDER BY namespace, id',
  emails: 'SELECT email FROM customer_contact WHERE tenant = ? AND account = ? ORDER BY email',
  dossier: 'SELECT text FROM dossier WHERE tenant = ? AND account = ?',
} as const;
