import { instantDe } from "../subgraphs/allocataires/fichier-departement/actes";
import type { Enregistrement } from "../subgraphs/allocataires/fichier-departement/format";
import { designer } from "../subgraphs/allocataires/fichier-departement/personnes.repository";
import { organismeId } from "../subgraphs/shared/database";
import type { Application, Issue } from "./departement-appliquer";

/** Says of each record whether it would be given to the rules, and writes nothing: its person and its organisme are looked for,
 * with the identifiers and what else the deposit itself gives. The rules of the mutations are not played. */
export async function simuler(enregistrements: Enregistrement[], application: Application): Promise<void> {
  const { owner, departement } = application;
  const donnes = new Set(enregistrements.filter((e) => e.type === "identifiant").map((e) => String(e.valeur).trim().toUpperCase()));
  const { rows } = await owner.query<{ id: string }>("select id from allocataires.organisme where departement = $1", [departement]);
  const organismes = new Set(rows.map((r) => r.id));
  const surDesGens = enregistrements.filter((e) => e.type !== "referent");
  const designees = await designer(owner, departement, surDesGens);
  const gens = new Map(surDesGens.map((e, i) => [e, designees[i]!]));
  const bientot = (e: Enregistrement) =>
    e.personneType === "IDENTIFIANT_DEPARTEMENT" && e.type !== "identifiant" && donnes.has(String(e.personneValeur).trim().toUpperCase());
  const issue = (e: Enregistrement): Issue => {
    const designee = gens.get(e);
    if (designee && "code" in designee && !(designee.code === "PERSONNE_INCONNUE" && bientot(e))) return designee;
    if (e.organisme !== undefined && !organismes.has(organismeId(departement, String(e.organisme))))
      return { code: "ORGANISME_INCONNU", message: `L’organisme ${organismeId(departement, String(e.organisme))} est inconnu.` };
    if (instantDe(e) > application.now()) return { code: "DATE_FUTURE", message: "« collecteLe » est dans le futur." };
    return { applique: true };
  };
  for (const e of enregistrements) await application.fait(e, issue(e));
}
