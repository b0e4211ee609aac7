import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { ajouterPdie, importer, service, structure } from "./fiches";
import type { Territoire } from "./territoire";

export const FEVRIER_10 = new Date("2026-02-10T09:00:00Z");
export const FEVRIER_17 = new Date("2026-02-17T09:00:00Z");
export const ACTIVITE = "id date minutes type statut declarant historique { statut minutes declarant motif par }";

/** The acts of the tests of activities, on a territory where people are enrolled in a session. */
export function gestes(t: Territoire, session: string) {
  async function mutation(nom: string, document: string, variables: object, maintenant: Date, appelant = CALLERS.departement) {
    const { data, errors } = await t.executer(appelant, document, variables as Record<string, unknown>, maintenant);
    expect(errors).toBeUndefined();
    return data[nom];
  }
  const prescrire = async (plus: { session?: string; offre?: string; allocataire?: string } = {}) =>
    (
      await mutation(
        "prescrire",
        `mutation ($a: ID!, $o: ID!, $s: ID) { prescrire(allocataire: $a, offre: $o, session: $s, motif: "essai", protectionDonneesAttestee: true) { ... on Prescription { id } ... on Refus { code message } } }`,
        { a: plus.allocataire ?? PEOPLE.amina, o: plus.offre ?? "dora--atelier", s: plus.session ?? null },
        FEVRIER_10,
      )
    ).id as string;
  const avancer = async (prescription: string, statut: string, maintenant = FEVRIER_10, motif: string | null = null) => {
    const avancee = await mutation(
      "avancerPrescription",
      `mutation ($p: ID!, $s: StatutPrescription!, $m: String) { avancerPrescription(prescription: $p, statut: $s, motif: $m) { ... on Prescription { statut } ... on Refus { code message } } }`,
      { p: prescription, s: statut, m: motif },
      maintenant,
    );
    expect(avancee).toEqual({ statut });
  };
  const presences = (
    liste: object[],
    plus: { date?: string; declarant?: string; cle?: string } = {},
    maintenant = FEVRIER_17,
    appelant = CALLERS.departement,
  ) =>
    mutation(
      "declarerPresenceSession",
      `mutation ($s: ID!, $p: [PresenceSessionInput!]!, $d: Date, $q: DeclarantActivite! = REFERENT, $c: String) {
        declarerPresenceSession(session: $s, presences: $p, date: $d, declarant: $q, cleIdempotence: $c) {
          ... on PresenceSession { date activites { minutes statut allocataire { id } } } ... on Refus { code champ } } }`,
      { s: session, p: liste, d: plus.date ?? null, q: plus.declarant ?? "REFERENT", c: plus.cle ?? null },
      maintenant,
      appelant,
    );
  const contester = (activite: string, motif: string, minutes: number | null, declarant = "ALLOCATAIRE") =>
    mutation(
      "contesterActivite",
      `mutation ($a: ID!, $m: String!, $n: Int, $d: DeclarantActivite!) { contesterActivite(activite: $a, motif: $m, minutes: $n, declarant: $d) {
        ... on Activite { ${ACTIVITE} } ... on Refus { code champ } } }`,
      { a: activite, m: motif, n: minutes, d: declarant },
      FEVRIER_17,
    );
  const confirmer = (activite: string, accepter: boolean, minutes: number | null = null, motif: string | null = null) =>
    mutation(
      "confirmerActivite",
      `mutation ($a: ID!, $o: Boolean!, $n: Int, $m: String) { confirmerActivite(activite: $a, accepter: $o, minutes: $n, motif: $m) {
        ... on Activite { ${ACTIVITE} } ... on Refus { code champ } } }`,
      { a: activite, o: accepter, n: minutes, m: motif },
      FEVRIER_17,
    );
  const activites = async (personne: string = PEOPLE.amina) =>
    (await t.personnes(CALLERS.departement, [{ id: personne }], `activites { ${ACTIVITE} }`)).entites[0].activites;
  const heures = async (semaine: string, exemptionsActivite?: object[]) =>
    (
      await t.personnes(
        CALLERS.departement,
        [{ id: PEOPLE.amina, ...(exemptionsActivite ? { exemptionsActivite } : {}) }],
        `heuresActivite(semaine: "${semaine}") { objectifMinutes realiseesMinutes declareesMinutes confirmeesMinutes contesteesMinutes prevuesMinutes horsObjectifMinutes ecartMinutes exempte motifExemption }`,
      )
    ).entites[0].heuresActivite;
  const declarer = (plus: object = {}) =>
    mutation(
      "declarerActivite",
      `mutation ($a: ID!, $d: Date!, $n: Int!, $p: ID, $q: DeclarantActivite!, $preuve: String) {
        declarerActivite(allocataire: $a, date: $d, minutes: $n, nature: "Démarche", prescription: $p, type: DEMARCHE, action: MOBILITE, declarant: $q, preuve: $preuve) {
          ... on Activite { ${ACTIVITE} action preuve } ... on Refus { code champ } } }`,
      { a: PEOPLE.amina, d: "2026-02-16", n: 120, p: null, q: "ALLOCATAIRE", preuve: null, ...plus },
      FEVRIER_17,
    );
  return { prescrire, avancer, presences, contester, confirmer, activites, heures, declarer };
}

/** A workshop with a session on 16 February 2026, and an offer of the PDIE. */
export async function preparerSession(t: Territoire): Promise<string> {
  await importer(t.base, [structure("s1")], [service("atelier", { type: "atelier", volume_horaire_hebdomadaire: 5, nombre_semaines: 2 })]);
  await ajouterPdie(t.base.owner, "pdie-94", "94", null);
  const { rows } = await t.base.owner.query(
    "insert into offre_insertion.session (offre, debut, fin, capacite) values ('dora--atelier', '2026-02-16T08:00:00Z', '2026-02-16T11:00:00Z', 20) returning id",
  );
  return rows[0].id;
}

export const viderActivites = (t: Territoire): Promise<unknown> =>
  t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.activite, offre_insertion.cle_idempotence, journal.evenement cascade; update offre_insertion.session set inscrits = 0",
  );
