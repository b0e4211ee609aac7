import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { importer, MAINTENANT, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

export const SIRET = "12345678900011";
export const SESSION = "22222222-0000-4000-8000-00000000000a";
export const JOUR = 86_400_000;
export const apres = (jours: number) => new Date(MAINTENANT.getTime() + jours * JOUR);

/** An organisme whose SIRET is that of the structure s1, with the right to manage prescriptions and nobody to follow. */
export const STRUCTURE: Caller = {
  ...CALLERS.referent,
  client: "association",
  organisme: "ASSO-1",
  agent: null,
  scopes: new Set(["prescription.gerer"]),
};
export const AUTRE_STRUCTURE: Caller = { ...STRUCTURE, client: "autre", organisme: "ASSO-2" };

export const personneN = (n: number) => `33333333-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Offer `dora--a` of s1, with a session in twenty days, two organismes with their SIRET, and people without a référent. */
export async function territoireAvecSession(capacite: number | null, personnes = 0): Promise<Territoire> {
  const t = await territoire();
  await importer(
    t.base,
    [structure("s1", { siret: SIRET }), structure("s2", { siret: "98765432100022" })],
    [service("a", { volume_horaire_hebdomadaire: 2, nombre_semaines: 3 }), service("autre", { structure_id: "dora--s2" })],
  );
  const { owner } = t.base;
  await owner.query("insert into offre_insertion.session (id, offre, debut, fin, capacite) values ($1, 'dora--a', $2, $3, $4)", [
    SESSION,
    apres(20),
    new Date(apres(20).getTime() + 3 * 3_600_000),
    capacite,
  ]);
  for (const [code, siret] of [
    ["ASSO-1", SIRET],
    ["ASSO-2", "98765432100022"],
  ]) {
    await owner.query("insert into allocataires.organisme (id, departement, code, nom, type) values ($1, '94', $2, $3, 'DELEGATAIRE')", [
      `94-${code}`,
      code,
      `Association ${code}`,
    ]);
    await owner.query("insert into allocataires.organisme_code (departement, organisme, systeme, valeur) values ('94', $1, 'SIRET', $2)", [
      `94-${code}`,
      siret,
    ]);
  }
  await owner.query(
    `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
     select ('33333333-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '94', 'N' || n, '{P}', '1990-01-01', 'N', 'CAF', '2026-01-01', '2026-01-01'
     from generate_series(1, $1::int) n`,
    [personnes],
  );
  return t;
}

const CHAMPS =
  "... on Prescription { id statut rangAttente issue motifRefus debut resultat relanceeLe historique { statut acteur par motif } } ... on Refus { code message champ }";
export const PRESCRIRE = `mutation($allocataire: ID!, $offre: ID!, $session: ID, $motif: String!, $brouillon: Boolean = false, $listeAttente: Boolean = false,
  $preferencesContact: [PreferenceContactPrescription!] = [], $disponibilites: String, $conditionsRemplies: [String!] = [], $attestee: Boolean = false) {
  prescrire(allocataire: $allocataire, offre: $offre, session: $session, motif: $motif, brouillon: $brouillon, listeAttente: $listeAttente,
    preferencesContact: $preferencesContact, disponibilites: $disponibilites, conditionsRemplies: $conditionsRemplies, protectionDonneesAttestee: $attestee) { ${CHAMPS} } }`;
const AVANCER = `mutation($prescription: ID!, $statut: StatutPrescription!, $motif: String, $motifRefus: MotifRefusPrescription, $issue: IssuePrescription) {
  avancerPrescription(prescription: $prescription, statut: $statut, motif: $motif, motifRefus: $motifRefus, issue: $issue) { ${CHAMPS} } }`;

/** What a prescriber does, as the Département unless said. */
export function prescripteur(t: Territoire) {
  const demander = async (document: string, variables: object, appelant: Caller, maintenant: Date) => {
    const { data, errors } = await t.executer(appelant, document, variables as Record<string, unknown>, maintenant);
    expect(errors).toBeUndefined();
    return Object.values(data)[0] as any;
  };
  return {
    demander,
    prescrire: (allocataire: string, plus: object = {}, maintenant = MAINTENANT) =>
      demander(PRESCRIRE, { allocataire, offre: "dora--a", motif: "Lever le frein mobilité", ...plus }, CALLERS.departement, maintenant),
    avancer: (prescription: string, statut: string, plus: object = {}, maintenant = MAINTENANT) =>
      demander(AVANCER, { prescription, statut, ...plus }, CALLERS.departement, maintenant),
  };
}

export const SECRETS = {
  telephone: "0612345678",
  courriel: "amina@exemple.fr",
  nft: "1234567890A",
  adresse: "12 rue des Lilas",
  naissance: "1990-03-14",
};

/** What Amina has that a structure may, or may not, be told. */
export async function donnerDesCoordonnees(t: Territoire): Promise<void> {
  await t.base.owner.query("update allocataires.allocataire set telephone = $2, courriel = $3, adresse = $4 where id = $1", [
    ...[PEOPLE.amina, SECRETS.telephone, SECRETS.courriel, SECRETS.adresse],
  ]);
  await t.base.owner.query(
    `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le)
     values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'FRANCE_TRAVAIL', '2026-01-10', '2026-01-10')`,
    [PEOPLE.amina, SECRETS.nft],
  );
}

/** Prescribes to Amina, who was told what the structure will know and accepts to be called. */
export const prescrireInformee = (p: ReturnType<typeof prescripteur>, plus: object, maintenant: Date) =>
  p.prescrire(
    PEOPLE.amina,
    {
      session: SESSION,
      motif: "Préparer le permis",
      preferencesContact: ["TELEPHONE"],
      disponibilites: "Le matin",
      conditionsRemplies: ["Avoir 18 ans"],
      attestee: true,
      ...plus,
    },
    maintenant,
  );
