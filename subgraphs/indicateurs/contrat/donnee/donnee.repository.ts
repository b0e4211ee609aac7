import type { Transaction } from "../../../shared/database";

export interface DonneeRow {
  code: string;
  donnee: string;
  /** People with rights and duties whom the hub knows. */
  personnes: number;
  /** Those for whom it has the datum; null when nothing of the hub says it. */
  renseignees: number | null;
}

/** Who has each datum. The people of a fact are hashed once, whatever their number. */
const QUI = {
  IDENTIFIANT_FRANCE_TRAVAIL: "select allocataire from indicateurs.inscription where departement = $1",
  IDENTIFIANT_RSA: "select allocataire from indicateurs.personne where departement = $1 and dossier is not null",
  DATE_OUVERTURE_DROITS: "select allocataire from indicateurs.entree where departement = $1 and ouverture_droits is not null",
  DATE_NOTIFICATION: "select allocataire from indicateurs.entree where departement = $1 and notification is not null",
  DATE_ENTREE_DISPOSITIF: "select allocataire from indicateurs.entree where departement = $1 and entree_dispositif is not null",
  DATE_RDV_ORIENTATION: "select allocataire from indicateurs.presence where departement = $1 and famille = 'ORIENTATION'",
  DIAGNOSTIC: "select allocataire from indicateurs.diagnostic where departement = $1",
  TYPE_PARCOURS: "select allocataire from indicateurs.orientation where departement = $1 and categorie is not null",
  DATES_RDV_ACCOMPAGNEMENT:
    "select allocataire from indicateurs.presence where departement = $1 and famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')",
  PRESTATIONS: `select allocataire from indicateurs.activite where departement = $1
    union select allocataire from indicateurs.prescription where departement = $1 and demarree_le is not null`,
};

const colonnes = Object.entries(QUI).map(([code, sql]) => `'${code}', count(*) filter (where p.allocataire in (${sql}))`);

/** The data that annexe 4 (3/3) asks for, and how many people have each: one statement. */
export const donneesAFournir = (tx: Transaction, departement: string): Promise<DonneeRow[]> =>
  tx.rows<DonneeRow>(
    `select d.code, d.donnee, c.personnes, (c.par_code ->> d.code)::int as renseignees
     from indicateurs.donnee_a_fournir d, (
       select count(*)::int as personnes, jsonb_build_object(${colonnes.join(", ")}) as par_code
       from indicateurs.personne p where p.departement = $1 and p.soumis_droits_devoirs
     ) c
     where d.departement = $1 order by d.rang`,
    [departement],
  );

export interface EchangeRow {
  code: string;
  domaine: string;
  echange: string;
  sens: string;
  origine: string;
}

export const echangesDuContrat = (tx: Transaction, departement: string): Promise<EchangeRow[]> =>
  tx.rows<EchangeRow>(
    "select code, domaine, echange, sens, origine from indicateurs.interoperabilite where departement = $1 order by rang",
    [departement],
  );
