import { createHash } from 'node:crypto';
import { ApiError } from './http';

export interface DataSourceRecord {
  id: number;
  uid: string;
  name: string;
  type: string;
  access: string;
  url: string;
  basicAuth: boolean;
  basicAuthUser: string;
  withCredentials: boolean;
  isDefault: boolean;
  jsonData: Record<string, unknown>;
  /** Never leaves the server but in a request to the target. */
  secureJsonData: Record<string, string>;
  readOnly: boolean;
  version: number;
}

export type NewDataSource = Omit<DataSourceRecord, 'id' | 'uid' | 'version'> & { uid?: string };

/** Data sources in memory: what provisioning brings at start, changed by the settings page until the server stops. */
export class DataSourceStore {
  private readonly byUid = new Map<string, DataSourceRecord>();
  private nextId = 1;

  list(): DataSourceRecord[] {
    return [...this.byUid.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  find(uid: string): DataSourceRecord | undefined {
    return this.byUid.get(uid);
  }

  get(uid: string): DataSourceRecord {
    const found = this.byUid.get(uid);
    if (!found) {
      throw new ApiError(404, 'Data source not found');
    }
    return found;
  }

  add(fresh: NewDataSource): DataSourceRecord {
    const uid = fresh.uid || uidOf(fresh.name);
    if (this.list().some((known) => known.name === fresh.name)) {
      throw new ApiError(409, 'data source with the same name already exists');
    }
    if (this.byUid.has(uid)) {
      throw new ApiError(409, 'data source with the same uid already exists');
    }
    const record: DataSourceRecord = { ...fresh, uid, id: this.nextId++, version: 1 };
    this.byUid.set(uid, record);
    this.keepOneDefault(record);
    return record;
  }

  /** Secrets that the change does not name are kept, as in Grafana: the browser never had them. */
  update(uid: string, change: NewDataSource): DataSourceRecord {
    const known = this.get(uid);
    if (known.readOnly) {
      throw new ApiError(403, 'Cannot update read-only data source');
    }
    if (this.list().some((other) => other.uid !== uid && other.name === change.name)) {
      throw new ApiError(409, 'Failed to update datasource: data source with the same name already exists');
    }
    const record: DataSourceRecord = {
      ...known,
      ...change,
      uid: known.uid,
      readOnly: false,
      secureJsonData: { ...known.secureJsonData, ...change.secureJsonData },
      version: known.version + 1,
    };
    this.byUid.set(uid, record);
    this.keepOneDefault(record);
    return record;
  }

  remove(uid: string): DataSourceRecord {
    const known = this.get(uid);
    if (known.readOnly) {
      throw new ApiError(403, 'Cannot delete read-only data source');
    }
    this.byUid.delete(uid);
    return known;
  }

  private keepOneDefault(chosen: DataSourceRecord): void {
    for (const other of this.byUid.values()) {
      if (chosen.isDefault && other.uid !== chosen.uid) {
        other.isDefault = false;
      }
    }
  }
}

/** Grafana, too, makes a provisioned data source's uid from its name, so that it stays the same over restarts. */
function uidOf(name: string): string {
  return 'P' + createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase();
}
