import { civilDateOf } from "../../shared/civil-date";
import type { Database, Transaction } from "../../shared/database";
import type { Caller, Finalite } from "../../shared/identity";
import { insertConsultation } from "../../shared/journal";
import { newOperation } from "../../shared/operation";
import type { Erreur } from "../echange/erreur-echange";
import { type EvenementRow, evenementsParId } from "../evenement/evenement.repository";
import { erreurDeLivraison } from "./erreur-livraison";
import type { AbonnementALivrer, Echec, EvenementADire, FileDesLivraisons, Livraison } from "./livraison";

const TERRITOIRE = "select set_config('unefois.departements', (select string_agg(distinct departement, ',') from publie.organisme), true)";

/** An instant that is further than the hub ever writes it was written by a clock that ran ahead, and was set right since: it holds nobody.
 * $1 now, $2 end of a lease taken now; a minute, for two machines that do not agree. */
const PRENDRE = `update echanges.abonnement a set bail_jusque = $2 from (
    select departement, id from echanges.abonnement o
    where o.resilie_le is null and o.desactive_le is null and o.version_secret > 0 and (o.prochain_essai is null or o.prochain_essai <= $1 or o.prochain_essai > $1::timestamptz + interval '73 hours')
      and (o.bail_jusque is null or o.bail_jusque <= $1 or o.bail_jusque > $2::timestamptz + interval '1 minute')
      and exists (select from echanges.echange e where e.abonnement = o.id and e.statut = 'A_ENVOYER')
    order by o.prochain_essai nulls first, o.id limit $3 for update skip locked) du
  where a.departement = du.departement and a.id = du.id
  returning a.id, a.departement, a.url, a.client, a.organisme, a.agent, a.finalite, a.version_secret as "versionSecret",
    a.secret_renouvele_le as "secretRenouveleLe", a.echecs, a.echec_depuis as "echecDepuis", a.prochain_essai as "essaiPrevu", a.bail_jusque as "bailJusque"`;

const LOT = `select e.id as echange, e.departement, e.ordre, e.evenement from echanges.echange e join echanges.abonnement a on a.id = e.abonnement
  where e.abonnement = $1 and e.statut = 'A_ENVOYER' and a.resilie_le is null and a.desactive_le is null and a.bail_jusque = $3
  order by e.ordre, e.id limit $2`;

/** The lease says who may write: the same statement renews it, or gives nothing when another process has it. */
const TENIR = (changes: string) => `with tenu as (
    update echanges.abonnement set ${changes} where id = $1 and bail_jusque = $2 returning id)
  update echanges.echange x`;
const SANS_ERREUR = "erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null";
const VISE = "x.departement = $3 and x.id = $4 and x.abonnement in (select id from tenu)";

const LIVREE = `${TENIR("bail_jusque = $6, echecs = 0, echec_depuis = null, prochain_essai = null, derniere_position = greatest(derniere_position, $7)")}
  set statut = 'CONFIRME', tentatives = tentatives + 1, envoye_le = $5, traite_le = $5, prochain_essai = null, ${SANS_ERREUR} where ${VISE}`;

const ECARTEE = `${TENIR("bail_jusque = $6")}
  set statut = 'IGNORE', raison = $7, traite_le = $5, prochain_essai = null, ${SANS_ERREUR} where ${VISE}`;

const ERREUR = (n: number) => `erreur_code = $${n}, erreur_message = $${n + 1}, erreur_reessayable = $${n + 2}, erreur_action = $${n + 3}`;

const ECHOUEE = `${TENIR("bail_jusque = null, echecs = echecs + 1, echec_depuis = $6, prochain_essai = $7")}
  set tentatives = tentatives + 1, envoye_le = $5, prochain_essai = $7, ${ERREUR(8)} where ${VISE}`;

const DESACTIVER = `${TENIR("bail_jusque = null, desactive_le = $5, raison = $6, prochain_essai = null")}
  set statut = 'ABANDONNE', tentatives = tentatives + 1, envoye_le = $5, prochain_essai = null, ${ERREUR(7)} where ${VISE}`;

/** Never tried: what to do is said all the same. */
const MUETTE = "a.resilie_le is null and e.erreur_code is null";
const RANGER = `update echanges.echange e set statut = case when a.resilie_le is null then 'ABANDONNE' else 'IGNORE' end, prochain_essai = null,
    raison = case when a.resilie_le is null then a.raison else 'L’abonné a terminé cet abonnement.' end,
    traite_le = case when a.resilie_le is not null then $1::timestamptz end,
    ${["code", "message", "reessayable", "action"].map((champ, i) => `erreur_${champ} = case when ${MUETTE} then $${i + 2} else e.erreur_${champ} end`).join(", ")}
  from echanges.abonnement a
  where a.id = e.abonnement and e.statut = 'A_ENVOYER' and (a.resilie_le is not null or a.desactive_le is not null)`;

/** What the register says of a delivery: the fields that its body carries. */
const CHAMPS = ["Evenement.allocataire", "Evenement.donnees", "Evenement.survenuLe", "Evenement.type"];

/** The queue of deliveries in PostgreSQL. Leases and states are changed with the whole territory in sight; events are read under the rights of
 * the subscriber, worked out anew each time. */
export function fileDesLivraisons(database: Database): FileDesLivraisons {
  const partout = <T>(le: Date, travail: (tx: Transaction) => Promise<T>): Promise<T> =>
    database.write(database.systemRights([], civilDateOf(le)), async (tx) => {
      await tx.rows(TERRITOIRE);
      return travail(tx);
    });
  const tenir = async (abonnement: AbonnementALivrer, le: Date, sql: string, suite: unknown[], bail: Date | null): Promise<boolean> => {
    const tenu = await partout(le, (tx) => tx.execute(sql, [abonnement.id, abonnement.bailJusque, ...suite]));
    if (bail !== null) abonnement.bailJusque = bail;
    return tenu > 0;
  };
  const de = (l: Livraison) => [l.departement, l.echange];
  return {
    prendre: (maintenant, jusque, nombre) => partout(maintenant, (tx) => tx.rows<AbonnementALivrer>(PRENDRE, [maintenant, jusque, nombre])),
    lot: async (abonnement, taille, le) => {
      const lignes = await partout(le, (tx) => tx.rows<LigneDeLot>(LOT, [abonnement.id, taille, abonnement.bailJusque]));
      if (lignes.length === 0) return [];
      const vus = await lireCommeAbonne(database, abonnement, lignes, le);
      return lignes.map(({ evenement, ...ligne }) => ({ ...ligne, evenement: vus.get(evenement) ?? null }));
    },
    livree: async (a, l, le, bail) => {
      const tenu = await tenir(a, le, LIVREE, [...de(l), le, bail, l.ordre], bail);
      if (tenu) Object.assign(a, { echecs: 0, echecDepuis: null });
      return tenu;
    },
    ecartee: (a, l, raison, le, bail) => tenir(a, le, ECARTEE, [...de(l), le, bail, raison], bail),
    echouee: (a, l, erreur, { le, depuis, prochainEssai }: Echec) =>
      tenir(a, le, ECHOUEE, [...de(l), le, depuis, prochainEssai, ...valeurs(erreur)], null),
    desactiver: (a, l, erreur, raison, le) => tenir(a, le, DESACTIVER, [...de(l), le, raison, ...valeurs(erreur)], null),
    rendre: (a) =>
      partout(a.bailJusque, async (tx) => {
        await tx.execute("update echanges.abonnement set bail_jusque = null where id = $1 and bail_jusque = $2", [a.id, a.bailJusque]);
      }),
    ranger: (le) => partout(le, async (tx) => void (await tx.execute(RANGER, [le, ...valeurs(erreurDeLivraison("ABONNEMENT_DESACTIVE"))]))),
  };
}

interface LigneDeLot {
  echange: string;
  departement: string;
  ordre: number;
  evenement: string;
}

const valeurs = (e: Erreur) => [e.code, e.message, e.reessayable, e.actionAgent];

/** The events that the subscriber may see today; what is told of people is written in their register, in the same transaction. */
async function lireCommeAbonne(
  database: Database,
  abonnement: AbonnementALivrer,
  lignes: LigneDeLot[],
  le: Date,
): Promise<Map<string, EvenementADire>> {
  const caller = appelantDe(abonnement);
  return database.write(await database.rightsOf(caller, civilDateOf(le)), async (tx) => {
    const vus = await evenementsParId(
      tx,
      lignes.map(({ evenement }) => evenement),
    );
    const allocataires = [...new Set(vus.flatMap(({ allocataire }) => allocataire ?? []))];
    const qui = { nature: "TRANSMISSION", operation: newOperation("livraison"), subgraph: "echanges", caller } as const;
    await insertConsultation(tx, { ...qui, allocataires, champs: CHAMPS, le });
    return new Map(vus.map((row) => [row.id, evenementADire(row)]));
  });
}

/** The subscriber, as its token said when it subscribed. */
export const appelantDe = (a: Pick<AbonnementALivrer, "client" | "departement" | "organisme" | "agent" | "finalite">): Caller => ({
  client: a.client,
  departement: a.departement,
  organisme: a.organisme,
  agent: a.agent,
  scopes: new Set(["echanges.lire"]),
  finalite: a.finalite as Finalite | null,
});

const evenementADire = ({ survenu_le, ...row }: EvenementRow): EvenementADire => ({ ...row, survenuLe: survenu_le });
