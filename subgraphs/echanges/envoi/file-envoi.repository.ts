import { civilDateOf } from "../../shared/civil-date";
import type { Database, Transaction } from "../../shared/database";
import { insertConsultation } from "../../shared/journal";
import { newOperation } from "../../shared/operation";
import { lecteurPlateforme } from "../france-travail/lecteur-plateforme";
import { fermerDivergences, ouvrirDivergences } from "../reception/divergence/ecrire.repository";
import type { Depart, EnvoiEnFile, FileDEnvoi, Suite } from "./envoi-en-file";
import { EN_FILE, premierDeLaLigne } from "./ligne-de-la-personne";

/** Condition: nothing of the same person comes before `e` in the queue. Merges are followed by the keeper of the register, which rewrites the rows. */
const TETE = `(e.allocataire is null or e.id = ${premierDeLaLigne("f.objet = any ($2::text[])")})`;
const A_SERVIR = `e.departement = $1 and e.canal = 'API' and e.statut in ${EN_FILE} and e.objet = any ($2::text[])`;
/** An appointment and its presence are one object at the partner. */
const FAMILLE = (objet: string) => `case when ${objet} in ('RDV_POSITIONNE', 'RDV_PRESENCE') then 'RDV' else ${objet} end`;
const MEME_FAIT = "f.departement = r.departement and f.fait = r.fait and f.allocataire is not distinct from r.allocataire";

// $1 département, $2 objects that the hub can send, $3 objects worth taking now, $4 now, $5 limit, $6 end of a lease taken now.
// A try or a lease further than the hub ever writes it comes from a clock that ran ahead, and was set right since: it holds nothing.
const TETES = `select e.id from echanges.echange e
  where ${A_SERVIR} and e.objet = any ($3::text[])
    and (e.prochain_essai is null or e.prochain_essai <= $4 or e.prochain_essai > $4::timestamptz + interval '2 days')
    and (e.bail_jusque is null or e.bail_jusque <= $4 or e.bail_jusque > $6::timestamptz + interval '1 minute') and ${TETE}
  order by e.ordre, e.rang limit $5 for update of e skip locked`;

// A statement of its own, by a short list of ids: joined to TETES, the planner expects a tenth of the queue and reads the whole table.
// $1 département, $2 ids, $3 end of the lease, $4 lease.
const RESERVER = `with r as (
    update echanges.echange e set bail_jusque = $3, bail_par = $4 where e.departement = $1 and e.id = any ($2::uuid[]) returning e.*)
  select r.id as echange, r.departement, r.objet, r.allocataire, r.type_evenement as evenement, r.cree_le as "survenuLe", r.fait, r.donnees,
    r.tentatives, r.statut, r.relectures, r.premier_essai_le as "premierEssaiLe", r.envoye_le as "envoyeLe", encode(r.empreinte, 'hex') as empreinte,
    coalesce(r.identifiant_partenaire, connu.identifiant) as "identifiantPartenaire",
    case when dernier.statut = 'CONFIRME' then encode(dernier.empreinte, 'hex') end as confirmee
  from r
  left join lateral (select f.identifiant_partenaire as identifiant from echanges.echange f
    where ${MEME_FAIT} and f.identifiant_partenaire is not null and ${FAMILLE("f.objet")} = ${FAMILLE("r.objet")}
    order by f.ordre desc, f.rang desc limit 1) connu on true
  left join lateral (select f.statut, f.empreinte from echanges.echange f
    where ${MEME_FAIT} and f.objet = r.objet and f.id <> r.id and f.envoye_le is not null order by f.envoye_le desc limit 1) dernier on true
  order by r.ordre, r.rang`;

// $1 département, $2 ids, $3 fingerprints (hexadecimal), $4 lease, $5 now, $6 end of the lease.
const MARQUER = `update echanges.echange e set statut = 'ENVOYE', tentatives = e.tentatives + 1, envoye_le = $5, relectures = 0,
    premier_essai_le = coalesce(e.premier_essai_le, $5), empreinte = decode(x.empreinte, 'hex'), bail_jusque = $6
  from unnest($2::uuid[], $3::text[]) x (id, empreinte)
  where e.departement = $1 and e.id = x.id and e.bail_par = $4 and e.statut in ${EN_FILE} returning e.id`;

// $1 département, $2 conclusions, $3 lease, $4 now.
const CONCLURE = `update echanges.echange e set statut = x.statut, prochain_essai = x."prochainEssai", raison = x.raison, traite_le = x."traiteLe",
    relectures = x.relectures, tentatives = e.tentatives - case when x."essaiAnnule" then 1 else 0 end,
    premier_essai_le = coalesce(e.premier_essai_le, $4),
    identifiant_partenaire = case when x."identifiantPerdu" is not null then null else coalesce(x.identifiant, e.identifiant_partenaire) end,
    identifiants_anterieurs = case when x."identifiantPerdu" is not null
      then array_append(array_remove(e.identifiants_anterieurs, x."identifiantPerdu"), x."identifiantPerdu") else e.identifiants_anterieurs end,
    erreur_code = x.erreur ->> 'code', erreur_message = x.erreur ->> 'message',
    erreur_reessayable = (x.erreur ->> 'reessayable')::boolean, erreur_action = x.erreur ->> 'actionAgent',
    bail_jusque = null, bail_par = null
  from jsonb_to_recordset($2::jsonb) as x (id uuid, statut text, "prochainEssai" timestamptz, raison text, "traiteLe" timestamptz, relectures int,
    "essaiAnnule" boolean, identifiant text, "identifiantPerdu" text, erreur jsonb)
  where e.departement = $1 and e.id = x.id and e.bail_par = $3 and e.statut in ${EN_FILE} returning e.id`;

// The id that the partner lost may have come with an earlier exchange of the same fact. $1 département, $2 fact, $3 person, $4 id.
const PERDRE = `update echanges.echange f set identifiant_partenaire = null,
    identifiants_anterieurs = array_append(array_remove(f.identifiants_anterieurs, $4), $4)
  where f.departement = $1 and f.fait = $2 and f.allocataire is not distinct from $3 and f.identifiant_partenaire = $4`;

// $1 département, $2 objects, $3 now.
const PROCHAINS = `select e.objet, min(greatest(coalesce(e.prochain_essai, $3), coalesce(e.bail_jusque, $3))) as le
  from echanges.echange e where ${A_SERVIR} and ${TETE} group by e.objet`;

const RENDRE = `update echanges.echange e set bail_jusque = null, bail_par = null
  where e.departement = $1 and e.bail_par = $2 and e.statut in ('A_ENVOYER', 'A_CONFIRMER')`;

const IGNORER_AVANT = `update echanges.echange e set statut = 'IGNORE', raison = $3, traite_le = $4
  where e.departement = $1 and e.canal = 'API' and e.statut = 'A_ENVOYER' and e.tentatives = 0 and e.cree_le < $2 and e.bail_par is null`;

/** The queue of a département in `echanges.echange`, under the role of the subgraph. */
export class FileEnvoi implements FileDEnvoi {
  constructor(
    private readonly base: Database,
    private readonly departement: string,
  ) {}

  private ecrire<T>(maintenant: Date, travail: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.base.write(this.base.systemRights([this.departement], civilDateOf(maintenant)), travail);
  }

  reserver({ maintenant, jusque, bail, objets, possibles, limite }: Parameters<FileDEnvoi["reserver"]>[0]): Promise<EnvoiEnFile[]> {
    return this.ecrire(maintenant, async (tx) => {
      const tetes = await tx.rows<{ id: string }>(TETES, [this.departement, possibles, objets, maintenant, limite, jusque]);
      if (tetes.length === 0) return [];
      return tx.rows<EnvoiEnFile>(RESERVER, [this.departement, tetes.map(({ id }) => id), jusque, bail]);
    });
  }

  marquer(departs: readonly Depart[], bail: string, maintenant: Date, jusque: Date): Promise<boolean[]> {
    return this.ecrire(maintenant, async (tx) => {
      const valeurs = [this.departement, departs.map((d) => d.echange), departs.map((d) => d.empreinte), bail, maintenant, jusque];
      const tenus = new Set((await tx.rows<{ id: string }>(MARQUER, valeurs)).map(({ id }) => id));
      const partis = departs.filter(({ echange }) => tenus.has(echange));
      for (const lecture of lectures(partis))
        await insertConsultation(tx, {
          nature: "TRANSMISSION",
          operation: newOperation(`transmission ${lecture.objet}`),
          subgraph: "echanges",
          caller: lecteurPlateforme(this.departement),
          allocataires: lecture.allocataires,
          champs: lecture.champs,
          le: maintenant,
        });
      return departs.map(({ echange }) => tenus.has(echange));
    });
  }

  conclure(conclusions: readonly { envoi: EnvoiEnFile; suite: Suite }[], bail: string, maintenant: Date): Promise<boolean[]> {
    return this.ecrire(maintenant, async (tx) => {
      const lignes = conclusions.map(({ envoi, suite }) => ({ id: envoi.echange, ...suite }));
      const tenus = new Set(
        (await tx.rows<{ id: string }>(CONCLURE, [this.departement, JSON.stringify(lignes), bail, maintenant])).map(({ id }) => id),
      );
      await this.suites(
        tx,
        conclusions.filter(({ envoi }) => tenus.has(envoi.echange)),
        maintenant,
      );
      return conclusions.map(({ envoi }) => tenus.has(envoi.echange));
    });
  }

  /** What a conclusion changes besides its own exchange. */
  private async suites(tx: Transaction, tenues: readonly { envoi: EnvoiEnFile; suite: Suite }[], maintenant: Date): Promise<void> {
    for (const { envoi, suite } of tenues)
      if (suite.identifiantPerdu !== null)
        await tx.execute(PERDRE, [this.departement, envoi.fait, envoi.allocataire, suite.identifiantPerdu]);
    const { departement } = this;
    const nommees = tenues.flatMap(({ envoi: { allocataire, objet, fait }, suite }) =>
      allocataire === null ? [] : [{ de: { allocataire, objet, fait }, suite }],
    );
    const ouvertes = nommees.flatMap(({ de, suite }) => suite.ecarts.map((ecart) => ({ ...de, ...ecart })));
    await ouvrirDivergences(tx, departement, ouvertes, maintenant);
    const egales = nommees.flatMap(({ de, suite }) => (suite.statut === "CONFIRME" ? [de] : []));
    await fermerDivergences(tx, departement, egales, maintenant);
  }

  rendre(bail: string, maintenant: Date): Promise<void> {
    return this.ecrire(maintenant, async (tx) => void (await tx.execute(RENDRE, [this.departement, bail])));
  }

  prochains(objets: readonly string[], maintenant: Date): Promise<{ objet: string; le: Date }[]> {
    return this.ecrire(maintenant, (tx) => tx.rows(PROCHAINS, [this.departement, objets, maintenant]));
  }

  ignorerAvant(instant: Date, raison: string, maintenant: Date): Promise<number> {
    return this.ecrire(maintenant, (tx) => tx.execute(IGNORER_AVANT, [this.departement, instant, raison, maintenant]));
  }
}

/** One line of the register an object and set of fields, for all the people whose fact leaves at once. */
function lectures(departs: readonly Depart[]): { objet: string; allocataires: string[]; champs: string[] }[] {
  const parContenu = new Map<string, { objet: string; allocataires: string[]; champs: string[] }>();
  for (const { objet, allocataire, champs } of departs) {
    if (allocataire === null) continue;
    const cle = `${objet} ${champs.join(" ")}`;
    const ligne = parContenu.get(cle) ?? { objet, allocataires: [], champs: champs.map((champ) => `${objet}.${champ}`) };
    ligne.allocataires.push(allocataire);
    parContenu.set(cle, ligne);
  }
  return [...parContenu.values()];
}
