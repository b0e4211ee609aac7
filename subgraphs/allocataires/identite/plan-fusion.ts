/** Tables whose rows follow a person into another: their key besides the département, and which rows follow when not all do.
 * What the flows of the payers say (members, entries, derived numbers and declarations) is not moved: it is folded again from `contenu_personne`.
 * A test refuses a table of people that stands neither here nor in HORS_PLAN. */
export const PLAN: Record<string, { cle: readonly string[]; si?: string }> = {
  contenu_personne: { cle: ["dossier", "empreinte", "rang"] },
  identifiant: { cle: ["id"], si: "not t.replie" },
  declaration: {
    cle: ["id"],
    si: "t.instruction is null and (t.dossier is null or not exists (select from allocataires.contenu_dossier k where k.departement = t.departement and k.dossier = t.dossier))",
  },
  membre: {
    cle: ["dossier"],
    si: `not exists (select from allocataires.contenu_personne k where k.departement = t.departement and k.dossier = t.dossier and k.allocataire = $3)
      and not exists (select from allocataires.membre m where m.departement = t.departement and m.dossier = t.dossier and m.allocataire = $3)`,
  },
  inscription_france_travail: {
    cle: ["date_effet"],
    si: `not exists (select from allocataires.inscription_france_travail i
      where i.departement = t.departement and i.allocataire = $3 and i.date_effet = t.date_effet)`,
  },
  intervention: { cle: ["id"] },
  intervention_ecartee: { cle: ["id"] },
  diagnostic: { cle: ["id"] },
  contrainte: { cle: ["diagnostic", "frein"] },
  contrat_engagement: { cle: ["id"] },
  modulation: { cle: ["contrat", "du"] },
  action_plan: { cle: ["contrat", "rang"] },
  manquement: { cle: ["id"] },
  sanction: { cle: ["id"] },
  sortie: { cle: ["id"] },
  reprise_emploi: { cle: ["id"] },
  demande_de_droits: { cle: ["id"] },
  opposition: {
    cle: ["traitement"],
    si: `not exists (select from allocataires.opposition o
      where o.departement = t.departement and o.allocataire = $3 and o.traitement = t.traitement)`,
  },
  limitation: { cle: ["demande"] },
};

/** Tables of people that a merge treats by a rule of its own, or leaves as they are, and why. */
export const HORS_PLAN: Record<string, string> = {
  orientation: "une seule reste en cours, et les rangs se suivent",
  entree: "repliées depuis les flux, les actes remis sur l’entrée de leur date",
  rapprochement: "dit ce qui a été reçu : la personne se lit par son identifiant canonique",
  export_personne: "le fichier d’une demande : il reste à la fiche qui l’a demandé, jusqu’à son expiration",
  fusion: "le journal des fusions lui-même",
  identite_distincte: "une décision sur deux fiches, pas un fait de la personne",
};

/** Reason of the end of an orientation that the merge of two records closed: nobody decided it. */
export const MOTIF_DE_FUSION = "FUSION";

/** Tables whose new rows, after the merge, stay with the person who replaces the other when they are separated. */
export const ACTES_DATES = [
  "orientation",
  "diagnostic",
  "contrat_engagement",
  "manquement",
  "sanction",
  "sortie",
  "reprise_emploi",
] as const;

const objetCle = (cle: readonly string[], table: string) => `jsonb_build_object(${cle.map((c) => `'${c}', ${table}.${c}`).join(", ")})`;

/** $1 département, $2 person who goes, $3 person who stays, $4 merge. One constant statement a table: the rows move, and each move is written down. */
export const DEPLACER: readonly string[] = Object.entries(PLAN).map(
  ([table, { cle, si }]) => `
  with maj as (
    update allocataires.${table} t set allocataire = $3::uuid where t.departement = $1 and t.allocataire = $2::uuid${si ? ` and ${si}` : ""} returning ${cle.map((c) => `t.${c}`).join(", ")}
  )
  insert into allocataires.fusion_ligne (departement, fusion, nom_table, cle, avant, apres)
  select $1, $4::uuid, '${table}', ${objetCle(cle, "maj")}, jsonb_build_object('allocataire', $2::uuid), jsonb_build_object('allocataire', $3::uuid) from maj`,
);

/** $1 département, $2 merge, $3 person who stayed. Rows that still exist, and are still hers, go back. */
export const REMETTRE: readonly string[] = Object.entries(PLAN).map(
  ([table, { cle }]) => `
  update allocataires.${table} t set allocataire = (l.avant->>'allocataire')::uuid
  from allocataires.fusion_ligne l
  where l.departement = $1 and l.fusion = $2::uuid and l.nom_table = '${table}' and l.avant ? 'allocataire'
    and t.departement = $1 and t.allocataire = $3::uuid and ${objetCle(cle, "t")} = l.cle`,
);
