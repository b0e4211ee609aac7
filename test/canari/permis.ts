const EN_CLAIR = "l’état civil et les moyens de contact, que les droits par ligne et par colonne gardent";
const DIT_PAR_UN_FLUX = "ce qu’un flux ou une personne a dit, d’où l’état civil se refait";
const CLE_DE_RAPPROCHEMENT = "clé de rapprochement de l’état civil, dans la même table, sous les mêmes droits";

/** Columns where a person’s values rest in clear, each with its reason. The NIR rests in none: it is looked for in these too. */
export const COLONNES_PERMISES: Record<string, string> = {
  "allocataires.allocataire.nom": EN_CLAIR,
  "allocataires.allocataire.nom_usage": EN_CLAIR,
  "allocataires.allocataire.prenoms": EN_CLAIR,
  "allocataires.allocataire.adresse": EN_CLAIR,
  "allocataires.allocataire.telephone": EN_CLAIR,
  "allocataires.allocataire.courriel": EN_CLAIR,
  "allocataires.allocataire.nom_tri": CLE_DE_RAPPROCHEMENT,
  "allocataires.allocataire.cle_du_nom": CLE_DE_RAPPROCHEMENT,
  "allocataires.declaration.donnees": DIT_PAR_UN_FLUX,
  "allocataires.contenu_personne.donnees": DIT_PAR_UN_FLUX,
  "allocataires.contenu_dossier.donnees": DIT_PAR_UN_FLUX,
  "allocataires.rapprochement.recu": "l’identité reçue, que seul lit qui tranche le rapprochement",
};

const SIMULE = "fichier du simulateur, que le hub lit comme il lirait celui du partenaire : le NIR y est sa matière";

/** Files of a data folder that carry NIR by their purpose, each with its reason: they are not looked into. */
export const FICHIERS_PERMIS: readonly (readonly [chemin: RegExp, raison: string])[] = [
  [/^demo\/[^/]+\/caf\//, SIMULE],
  [/^demo\/[^/]+\/webhooks\.jsonl$/, SIMULE],
  [/^demo\/[^/]+\/france-travail\/usagers\.jsonl$/, SIMULE],
];
