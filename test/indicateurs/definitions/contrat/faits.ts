import { randomUUID } from "node:crypto";
import { type Evenement, entree, presence } from "../../journal";
import { db, demander } from "../../mesures";

/** A few events of the contract, at given days, and the offers that they name. */

export const id = () => randomUUID();

/** An entry of the first stock. */
export const stock = (allocataire: string, plus: Record<string, unknown> = {}): Evenement =>
  entree(allocataire, { flux: false, notification: "2023-05-01", entreeDispositif: "2023-05-01", ouvertureDroits: "2023-04-01", ...plus });

export const ese = (allocataire: string, decideeLe: string, plus: Record<string, unknown> = {}): Evenement => ({
  type: "OrientationDecidee",
  allocataire,
  donnees: {
    orientation: id(),
    rang: 1,
    origine: "FLUX_CAF",
    parcours: "ESE",
    categorie: "EQUILIBRE",
    organisme: "94-ESE94",
    referent: "94-ESE94-REF-1",
    demandeeLe: null,
    decideeLe,
    intensite: null,
    ...plus,
  },
});

export const close = (allocataire: string, orientation: string, closeLe: string): Evenement => ({
  type: "OrientationClose",
  allocataire,
  donnees: { orientation, closeLe, motifFin: "SORTIE" },
});

/** An appointment of accompaniment, at ten in Paris. */
export const entretien = (allocataire: string, jour: string, plus: Record<string, unknown> = {}): Evenement =>
  presence(allocataire, `${jour}T09:00:00Z`, "HONORE", { famille: "ACCOMPAGNEMENT", convocationRang: null, ...plus });

export const sortie = (allocataire: string, date: string, nature: string): Evenement => ({
  type: "SortieDeclaree",
  allocataire,
  donnees: { sortie: id(), nature, date },
});

export const reprise = (allocataire: string, debut: string, typeContrat: string, reprise = id()): Evenement => ({
  type: "RepriseEmploiDeclaree",
  allocataire,
  donnees: { reprise, debut, typeContrat },
});

export const inscrite = (allocataire: string, dateEffet: string, statut = "INSCRIT"): Evenement => ({
  type: "InscriptionConstatee",
  allocataire,
  donnees: { statut, dateEffet },
});

/** The steps of a prescription: status → day. */
export const prescription = (
  allocataire: string,
  offre: string,
  etapes: Partial<Record<"OUVERTE" | "DEMARREE" | "TERMINEE", string>>,
  prescription = id(),
): Evenement[] =>
  Object.entries(etapes).map(([statut, le]) => ({
    type: "PrescriptionAvancee",
    allocataire,
    donnees: { prescription, offre, statut, le, acteur: "STRUCTURE" },
  }));

/** An offer of the catalogue: of the PDIE of the 94 when it has a code, else national. */
export async function offre(
  code: string,
  plus: { origine?: string; dispositif?: string; fiche?: string; cout?: number; places?: number; exercice?: number; retiree?: string } = {},
): Promise<string> {
  const { origine = "PDIE", dispositif = null, fiche = null, cout = null, places = null, exercice = null, retiree = null } = plus;
  const departement = origine === "PDIE" ? "94" : null;
  const ref = `pdie-94--${code}`;
  await db.owner.query(
    `insert into offre_insertion.structure (id, departement, source, nom, date_maj, recue_le)
     values ('s-test', null, 'test', 'Structure', '2026-01-01', '2026-01-01') on conflict do nothing`,
  );
  await db.owner.query(
    `insert into offre_insertion.service (id, departement, structure, source, origine, nom, description, date_maj, dispositif, retiree_le, recue_le)
     values ($1, $2, 's-test', 'test', $3, $1, '', '2026-01-01', $4, $5::timestamptz, '2026-01-01')`,
    [ref, departement, origine, dispositif, retiree],
  );
  if (departement)
    await db.owner.query(
      `insert into offre_insertion.pdie (offre, departement, code, fiche_action, cout_unitaire_centimes, exercice, places_financees)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [ref, departement, code, fiche, cout, exercice, places],
    );
  return ref;
}

export const viderLeCatalogue = () => db.owner.query("truncate offre_insertion.structure cascade");

/** Numerator and denominator (and the value) of an indicator. */
export async function chiffres(code: string, plus: Record<string, unknown> = {}): Promise<[number | null, number | null, number | null]> {
  const { data, errors } = await demander(code, plus);
  expect(errors).toBeUndefined();
  const { numerateur, denominateur, valeur } = data.indicateur;
  return [numerateur, denominateur, valeur];
}

/** Keys and numerators of the parts. */
export async function parts(code: string, plus: Record<string, unknown> = {}): Promise<[string, number | null][]> {
  const { data, errors } = await demander(code, plus);
  expect(errors).toBeUndefined();
  return data.indicateur.ventilation.map((part: any) => [part.cle, part.numerateur]);
}
