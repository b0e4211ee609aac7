import { prendreLesCles } from "../subgraphs/allocataires/cle-nir/prendre-les-cles.repository";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { asOwner } from "../subgraphs/shared/owner";
import { type ColonneScellee, rescellerTout, resteAResceller } from "./sceaux";

export interface RotationNir {
  /** Keyed hashes made again under the key in use. */
  empreintes: number;
  colonnes: ColonneScellee[];
  reste: ColonneScellee[];
  /** Subscriptions whose partner still signs with a secret of the former key. */
  abonnements: number;
  /** Latest end of a link that the former key made; null without one. */
  liensJusquau: Date | null;
  /** True: nothing of the base needs the former key any more. */
  ancienneRetirable: boolean;
}

/** Passes over the base before giving up on what is changed all the time. */
const PASSES = 5;

/** What the former key still opens outside the base: secrets of subscribers not renewed, and links not expired, since the key in use was taken. */
const DEHORS = `with prise as (select prise_le from allocataires.cle_nir where nom = $1)
  select (select count(*)::int from echanges.abonnement a, prise where a.resilie_le is null and a.version_secret > 0
      and coalesce(a.secret_renouvele_le, a.cree_le) < prise.prise_le) as abonnements,
    (select max(l.expire_le) from offre_insertion.lien_reponse l, prise where l.cree_le < prise.prise_le and l.expire_le > $2) as liens`;

/** Puts the whole base under the key in use while the hub serves: hashes in one transaction, then what rests encrypted, by batches. Killed, it is run
 * again and goes on. */
export function tournerNir(
  ownerUrl: string,
  nirKey: string,
  now: () => Date,
  avancement?: (quoi: string, fait: number, total: number) => void,
): Promise<RotationNir> {
  const cipher = new NirCipher(nirKey);
  return asOwner(
    ownerUrl,
    async (client) => {
      const empreintes = await prendreLesCles(client, cipher, now());
      const colonnes = new Map<string, number>();
      let reste: ColonneScellee[] = [];
      for (let passe = 0; passe < PASSES; passe++) {
        for (const { colonne, scellees } of await rescellerTout(client, nirKey, avancement))
          colonnes.set(colonne, (colonnes.get(colonne) ?? 0) + scellees);
        reste = await resteAResceller(client, nirKey);
        if (reste.length === 0) break;
      }
      const { rows } = await client.query<{ abonnements: number; liens: Date | null }>(DEHORS, [cipher.names()[0], now()]);
      return {
        empreintes,
        colonnes: [...colonnes].map(([colonne, scellees]) => ({ colonne, scellees })),
        reste,
        abonnements: rows[0]!.abonnements,
        liensJusquau: rows[0]!.liens,
        ancienneRetirable: reste.length === 0 && rows[0]!.abonnements === 0,
      };
    },
    "unefois-nir",
  );
}

/** Seals the originals of rejects that an earlier version kept in clear. Cheap when there are none. */
export const scellerLesOriginaux = (ownerUrl: string, nirKey: string): Promise<unknown> =>
  asOwner(ownerUrl, (client) => rescellerTout(client, nirKey, undefined, (table) => table.endsWith(".rejet")), "unefois-originaux");
