import type { Transaction } from "../../../shared/database";
import { DEJA_CHEZ_FRANCE_TRAVAIL } from "../../envoi/lire-faits";
import type { DivergenceLue } from "./divergence";

const COLONNES = `d.id, d.departement, coalesce(p.canonique, d.allocataire) as allocataire, d.objet, d.fait, d.champ, d.valeur_hub as "valeurHub",
  d.valeur_partenaire as "valeurPartenaire", d.constatee_le as "constateeLe", d.resolue_le as "resolueLe", d.resolution`;
const CANONIQUE = `left join lateral (select p.canonique from publie.perimetre p
    where p.departement = d.departement and p.allocataire = d.allocataire limit 1) p on true`;
const FILTRE = `($1::boolean is null or (d.resolue_le is null) = $1) and ($2::text is null or d.objet = $2)
  and ($3::uuid is null or d.allocataire = $3 or d.allocataire in (select p.allocataire from publie.perimetre p
    where p.departement = d.departement and p.canonique in (select q.canonique from publie.perimetre q where q.departement = d.departement and q.allocataire = $3)))`;
const LISTE = `select ${COLONNES} from echanges.divergence d ${CANONIQUE}
  where ${FILTRE} and (d.constatee_le, d.id) < ($4::timestamptz, $5::uuid) order by d.constatee_le desc, d.id desc limit $6`;
const NOMBRE = `select count(*)::int as nombre from echanges.divergence d where ${FILTRE}`;
const PAR_ID = `select ${COLONNES} from echanges.divergence d ${CANONIQUE} where d.id = $1`;

export interface FiltreDivergences {
  ouvertes: boolean | null;
  objet: string | null;
  allocataire: string | null;
}
const valeurs = ({ ouvertes, objet, allocataire }: FiltreDivergences) => [ouvertes, objet, allocataire];

/** Divergences, newest first, after `<milliseconds>:<id>`. One statement. */
export function listeDivergences(
  tx: Transaction,
  filtre: FiltreDivergences,
  limite: number,
  after: string | null,
): Promise<DivergenceLue[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export const nombreDivergences = async (tx: Transaction, filtre: FiltreDivergences): Promise<number> =>
  (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;

export const divergenceParId = (tx: Transaction, id: string): Promise<DivergenceLue | null> => tx.row(PAR_ID, [id]);

// The last sending of the fact, by the fact when it is known. What France Travail told the hub has none: it would only be passed over again.
const ENVOI = `select e.id from echanges.echange e
  where e.departement = $1 and e.sens = 'SORTANT' and e.canal = 'API' and e.objet = $2 and ($3::uuid is null or e.fait = $3)
    and e.raison is distinct from $5
    and (e.allocataire = $4 or e.allocataire in (select p.allocataire from publie.perimetre p where p.departement = $1 and p.canonique = $4))
  order by e.ordre desc nulls last, e.cree_le desc limit 1`;

export const envoiDuFait = async (tx: Transaction, { departement, objet, fait, allocataire }: DivergenceLue): Promise<string | null> =>
  (await tx.row<{ id: string }>(ENVOI, [departement, objet, fait, allocataire, DEJA_CHEZ_FRANCE_TRAVAIL]))?.id ?? null;

/** To stand by a fact is to say it anew, today: another exchange, which reads France Travail before it sends (ENVOYE), and whose fingerprint is that of
 * nothing, so that what left before does not count as said. */
const RENVOYER = `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, ordre, rang,
    type_evenement, fait, donnees, canal, identifiant_partenaire, empreinte)
  select e.departement, $2, e.sens, e.partenaire, e.objet, e.allocataire, 'ENVOYE', 0, $3, e.ordre, e.rang,
    e.type_evenement, e.fait, e.donnees, e.canal, e.identifiant_partenaire, '\\x00'::bytea
  from echanges.echange e where e.id = $1`;
/** All the fields of the fact are settled together: the hub tells them in one sending. */
const TRANCHER = `update echanges.divergence d set resolue_le = $5, resolution = 'HUB', resolue_par = $6, motif = $7
  where d.departement = $1 and d.allocataire in (select p.allocataire from publie.perimetre p where p.departement = $1 and p.canonique = $2 union select $2)
    and d.objet = $3 and d.fait is not distinct from $4 and d.resolue_le is null`;

/** The hub's value stands: it is told to France Travail again. */
export async function retenirLeHub(
  tx: Transaction,
  { id, departement, allocataire, objet, fait }: DivergenceLue,
  { envoi, le, par, motif }: { envoi: string; le: Date; par: string; motif: string },
): Promise<void> {
  await tx.execute(RENVOYER, [envoi, id, le]);
  await tx.execute(TRANCHER, [departement, allocataire, objet, fait, le, par, motif]);
}
