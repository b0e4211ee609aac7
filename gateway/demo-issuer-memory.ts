import type { Adapter, AdapterPayload } from "oidc-provider";
import { BoundedCache } from "./bounded-cache";

interface Kept {
  payload: AdapterPayload;
  until: number;
}

const store = new BoundedCache<string, Kept>(2_000);

/** What the demo issuer remembers between two requests (sessions, codes): in memory, at most 2 000 of them. Tokens are not kept. */
export class MemoryAdapter implements Adapter {
  constructor(private readonly model: string) {}

  private key = (id: string) => `${this.model}:${id}`;

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    store.set(this.key(id), { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY });
    if (payload.uid) store.set(`uid:${this.model}:${payload.uid}`, { payload: { id } as AdapterPayload, until: Number.POSITIVE_INFINITY });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const kept = store.get(this.key(id));
    if (!kept) return undefined;
    if (kept.until < Date.now()) {
      store.delete(this.key(id));
      return undefined;
    }
    return kept.payload;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const kept = store.get(`uid:${this.model}:${uid}`);
    return kept ? this.find((kept.payload as { id?: string }).id!) : undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    store.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    store.deleteWhere((kept) => kept.payload.grantId === grantId);
  }
}
