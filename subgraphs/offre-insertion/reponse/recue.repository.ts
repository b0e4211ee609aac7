import type { Transaction } from "../../shared/database";
import type { Statut } from "../prescription/cycle";
import type { PreferenceContact } from "../prescription/prescription";
import { type Beneficiaire, donneesPermises, type PrescriptionRecue } from "./recue";

interface Ligne extends Omit<PrescriptionRecue, "beneficiaire"> {
  attestee: boolean;
  preferencesContact: PreferenceContact[];
  disponibilites: string | null;
  conditionsRemplies: string[];
}

/** What a structure reads: never the whole prescription, and nothing of one that stayed a draft. The person by her canonical id, for the register. */
const LIGNES = `select x.id, x.departement, x.offre, v.nom as "offreNom", t.id as structure, t.nom as "structureNom", x.session, s.debut as "sessionDebut",
    s.fin as "sessionFin", s.lieu as "sessionLieu", o.nom as "prescripteurNom", x.statut, x.motif, x.prescrite_le as "prescriteLe", x.debut,
    x.attente is not null as "attendUnePlace",
    (select coalesce(sum(a.minutes), 0)::int from offre_insertion.activite a
      where a.departement = x.departement and a.prescription = x.id and a.statut in ('DECLAREE', 'CONFIRMEE')) as "minutesDeclarees",
    (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'date', a.date, 'minutes', a.minutes, 'statut', a.statut) order by a.date, a.declaree_le, a.id), '[]')
      from offre_insertion.activite a where a.departement = x.departement and a.prescription = x.id and a.statut <> 'ANNULEE') as activites,
    x.protection_attestee_le is not null as attestee, x.preferences_contact as "preferencesContact",
    x.disponibilites, x.conditions_remplies as "conditionsRemplies",
    coalesce((select p.canonique from publie.perimetre p where p.departement = x.departement and p.allocataire = x.allocataire limit 1), x.allocataire) as allocataire
  from offre_insertion.prescription x join offre_insertion.service v on v.id = x.offre join offre_insertion.structure t on t.id = v.structure
  left join offre_insertion.session s on s.id = x.session left join publie.organisme_coordonnees o on o.id = x.prescripteur
  where x.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and x.statut <> 'BROUILLON'
    and exists (select from offre_insertion.etape_prescription e where e.departement = x.departement and e.prescription = x.id and e.statut = 'OUVERTE')`;

/** Prescribed to a structure whose SIRET is that of the caller's organisme, whatever else the caller may see. */
const A_SES_STRUCTURES = `exists (select from publie.organisme_coordonnees c
  where c.id = (select current_setting('unefois.organisme', true)) and c.siret = t.siret)`;

export const lireRecueDuLien = async (tx: Transaction, prescription: string): Promise<PrescriptionRecue | null> =>
  (await avecBeneficiaires(tx, await tx.rows<Ligne>(`${LIGNES} and x.id = $1`, [prescription])))[0] ?? null;

export const lireRecue = async (tx: Transaction, prescription: string): Promise<PrescriptionRecue | null> =>
  (await avecBeneficiaires(tx, await tx.rows<Ligne>(`${LIGNES} and ${A_SES_STRUCTURES} and x.id = $1`, [prescription])))[0] ?? null;

/** Newest first. `apres`: id of the last of the page before. */
export async function lireRecues(
  tx: Transaction,
  statut: Statut | null,
  nombre: number,
  apres: string | null,
): Promise<PrescriptionRecue[]> {
  const lignes = await tx.rows<Ligne>(
    `${LIGNES} and ${A_SES_STRUCTURES} and ($1::text is null or x.statut = $1)
       and ($3::uuid is null or (x.prescrite_le, x.id) < (select a.prescrite_le, a.id from offre_insertion.prescription a where a.id = $3))
     order by x.prescrite_le desc, x.id desc limit $2`,
    [statut, nombre, apres],
  );
  return avecBeneficiaires(tx, lignes);
}

export async function compterRecues(tx: Transaction, statut: Statut | null): Promise<number> {
  const row = await tx.row<{ nombre: number }>(
    `select count(*)::int as nombre from (${LIGNES} and ${A_SES_STRUCTURES} and ($1::text is null or x.statut = $1)) r`,
    [statut],
  );
  return row!.nombre;
}

/** One statement for all the people of a page: only those, and only the fields, that the rule allows are asked for. */
async function avecBeneficiaires(tx: Transaction, lignes: Ligne[]): Promise<PrescriptionRecue[]> {
  const permises = lignes.flatMap((ligne) => {
    const donnees = donneesPermises(ligne);
    return donnees ? [{ ligne, ...donnees }] : [];
  });
  type Lue = Omit<Beneficiaire, "preferencesContact" | "disponibilites" | "conditionsRemplies"> & { rang: number };
  const lues =
    permises.length === 0
      ? []
      : await tx.rows<Lue>(
          `select rang, civilite, nom, prenom, telephone, courriel, numero_france_travail as "numeroFranceTravail"
           from publie.beneficiaires($1::text[], $2::uuid[], $3::boolean[], $4::boolean[], $5::boolean[])`,
          [
            permises.map(({ ligne }) => ligne.departement),
            permises.map(({ ligne }) => ligne.allocataire),
            permises.map(({ telephone }) => telephone),
            permises.map(({ courriel }) => courriel),
            permises.map(({ numero }) => numero),
          ],
        );
  const parId = new Map(lues.map(({ rang, ...lue }) => [permises[rang - 1]!.ligne.id, lue]));
  return lignes.map(({ attestee: _, preferencesContact, disponibilites, conditionsRemplies, ...ligne }) => {
    const lue = parId.get(ligne.id);
    return { ...ligne, beneficiaire: lue ? { ...lue, preferencesContact, disponibilites, conditionsRemplies } : null };
  });
}
