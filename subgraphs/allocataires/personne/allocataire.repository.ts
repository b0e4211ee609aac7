import { defineLoader } from "../../shared/context";
import { commune } from "../../shared/contrat/commune";
import type { Transaction } from "../../shared/database";
import { servi } from "../droits-des-personnes/limitation.repository";
import { parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Allocataire } from "./allocataire";
import type { Position } from "./curseur";
import type { ConditionsSql } from "./filtre.repository";

const COLONNES = `a.id, a.departement, a.civilite, a.nom, ${servi("nomUsage", "a.nom_usage")} as "nomUsage", a.prenoms, a.date_naissance as "dateNaissance",
  ${servi("adresse", "a.code_insee")} as "codeInsee", ${servi("adresse", "a.commune_nom")} as "communeNom", ${servi("adresse", "a.adresse")} as adresse,
  ${servi("telephone", "a.telephone")} as telephone, ${servi("courriel", "a.courriel")} as courriel,
  a.soumis_droits_devoirs as "soumisDroitsDevoirs", a.limitees, ${colonnesProvenance("a")}`;

type Ligne = Omit<Allocataire, "commune" | "provenance"> & { communeNom: string | null };

const enAllocataire = (ligne: Ligne): Allocataire =>
  Object.assign(avecProvenance(ligne), { commune: commune(ligne.codeInsee, ligne.communeNom) });

/** People by id. An id given before a merge gives the person who replaces it; an id out of the caller's perimeter gives null. */
export const allocataireParId = defineLoader<string, Allocataire | null>(async (ids, tx) => {
  const lignes = await tx.rows<Ligne & { demande: string }>(
    `select a.id as demande, ${COLONNES} from allocataires.allocataire a where a.id = any ($1::uuid[]) and a.canonique is null
     union all
     select d.id, ${COLONNES} from allocataires.allocataire d
     join allocataires.allocataire a on a.departement = d.departement and a.id = d.canonique where d.id = any ($1::uuid[])`,
    [ids],
  );
  const trouves = lignes.map((ligne) => ({ demande: ligne.demande, personne: enAllocataire(ligne) }));
  return parCle(ids, trouves, (t) => t.demande).map((t) => t?.personne ?? null);
});

const DEPUIS = (personne: string, signe: "<" | ">") =>
  `(a.nom_tri, a.id) ${signe} ((select c.nom_tri from allocataires.allocataire c where c.id = ${personne}::uuid), ${personne}::uuid)`;

/** One page of people, ordered by name then id: `limite` rows at most, the nearest to the position.
 * A position on someone unknown or out of perimeter gives no row: see `personneConnue`. */
export async function pageAllocataires(
  tx: Transaction,
  { where, values }: ConditionsSql,
  limite: number,
  position: Position | null,
): Promise<Allocataire[]> {
  const [n, m] = [values.length + 1, values.length + 2];
  const arriere = position?.sens === "AVANT";
  const suite = position === null ? "" : ` and ${DEPUIS(`$${m}`, arriere ? "<" : ">")}`;
  const ordre = arriere ? "a.nom_tri desc, a.id desc" : "a.nom_tri, a.id";
  const lignes = await tx.rows<Ligne>(
    `select ${COLONNES} from allocataires.allocataire a where ${where}${suite} order by ${ordre} limit $${n}`,
    [...values, limite, ...(position === null ? [] : [position.id])],
  );
  const personnes = lignes.map(enAllocataire);
  return arriere ? personnes.reverse() : personnes;
}

/** Whether the person of a cursor can still be read: otherwise an empty page would pass for the end of the list. */
export const personneConnue = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx.row("select from allocataires.allocataire a where a.id = $1::uuid", [id])) !== null;

/** How many people a filter keeps. */
export async function compterAllocataires(tx: Transaction, { where, values }: ConditionsSql): Promise<number> {
  const ligne = await tx.row<{ total: number }>(`select count(*)::int as total from allocataires.allocataire a where ${where}`, values);
  return ligne?.total ?? 0;
}
