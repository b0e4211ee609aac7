import { corpsRendezVous, type FaitRendezVous } from "../../subgraphs/echanges/envoi/objets/rendez-vous";
import { statutRecu } from "../../subgraphs/echanges/reception/rendez-vous/rendez-vous-recu";
import { STATUTS, statutAffiche } from "../../subgraphs/rendez-vous/statut-participation";
import { depuisPartenaire } from "../../subgraphs/shared/contrat/correspondance/correspondance";
import { STATUT_RENDEZ_VOUS_FT } from "../../subgraphs/shared/contrat/correspondance/rendez-vous";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, lire, now, preparer } from "./appels";

describe("vers France Travail et retour", () => {
  const fait = (statut: string): FaitRendezVous => ({
    rendezVous: "r",
    debut: now,
    dureeMinutes: 30,
    modalite: "PHYSIQUE",
    famille: "ORIENTATION",
    collectif: false,
    statut,
    deplace: false,
    organisme: null,
    autresAccompagnements: [],
    orienteeLe: null,
    source: "DEPARTEMENT",
    tenuAilleurs: false,
    sourcePresence: null,
  });
  const envoye = (statut: string) => corpsRendezVous({} as never, fait(statut));
  const retour = (statut: string) => {
    const { statut: code, initiateur } = envoye(statut);
    return statutRecu({ statut: code, initiateur, motifAnnulation: null } as never);
  };

  it.each([
    ["PREVU", "PREVU"],
    ["A_RENSEIGNER", "PREVU"],
    ["HONORE", "HONORE"],
    ["ABSENT", "ABSENT"],
    ["ANNULE_USAGER", "ANNULE_USAGER"],
    ["ANNULE_SERVICE", "ANNULE_SERVICE"],
    // Excused afterwards: there it is a cancellation of the person, never an absence.
    ["ABSENT_JUSTIFIE", "ANNULE_USAGER"],
  ])("%s revient %s", (statut, attendu) => expect(retour(statut)).toBe(attendu));

  it("excusé, annulé par le service et absent restent trois, dans les deux sens", () => {
    const codes = ["ANNULE_USAGER", "ANNULE_SERVICE", "ABSENT"].map((s) => `${envoye(s).statut} ${envoye(s).initiateur ?? ""}`);
    expect(new Set(codes).size).toBe(3);
    for (const statut of STATUTS.filter((s) => s !== "ABSENT")) expect([envoye(statut).statut, retour(statut)]).not.toContain("ABSENT");
  });

  it("chaque code de France Travail se lit", () => {
    for (const code of Object.keys(STATUT_RENDEZ_VOUS_FT.depuis)) expect(depuisPartenaire(STATUT_RENDEZ_VOUS_FT, code)).not.toBeNull();
  });
});

describe("à renseigner se déduit de l’instant, changement d’heure compris", () => {
  it.each([
    ["une milliseconde avant", -1, "PREVU"],
    ["à l’heure", 0, "A_RENSEIGNER"],
  ])("%s, de 02:30 à l’heure d’été, à 02:30 rejoué à l’heure d’hiver, et hors de ces jours", (_, ecart, statut) => {
    for (const debut of ["2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-06-01T08:00:00Z"].map(
      (d) => new Date(d),
    ))
      expect(statutAffiche("PREVU", debut, new Date(debut.getTime() + ecart))).toBe(statut);
  });
});

describe("dans le graphe", () => {
  preparer();
  const PRENDRE = `mutation ($a: ID!, $debut: Horodatage!) { r: prendreRendezVous(allocataire: $a, organisme: "94-CD94", famille: ORIENTATION, modalite: PHYSIQUE,
    debut: $debut, dureeMinutes: 30) { ... on RendezVous { __typename id } ... on Refus { __typename code } } }`;
  const RENSEIGNER = `mutation ($r: ID!, $a: ID!, $s: StatutParticipation!) { r: renseignerPresence(rendezVous: $r, allocataire: $a, statut: $s) {
    ... on RendezVous { __typename participations { statut statutSource historique { avant apres client source } conflits { champ } } } ... on Refus { __typename code } } }`;
  const LISTE = `query ($after: String) { r: rendezVousARenseigner(first: 1, after: $after) { nodes { id debut } pageInfo { hasNextPage endCursor } } }`;
  const heure = (n: number) => new Date(now.getTime() + n * 3_600_000);

  it("la liste à renseigner va du plus ancien au plus récent, par pages, et se vide quand on renseigne", async () => {
    const ids: string[] = [];
    for (const n of [2, 3]) ids.push((await appeler(CALLERS.departement, PRENDRE, { a: PEOPLE.amina, debut: heure(n).toISOString() })).id);
    expect((await appeler(CALLERS.departement, LISTE, {})).nodes).toEqual([]);
    const une = await appeler(CALLERS.departement, LISTE, {}, heure(5));
    expect([une.nodes.map((r: { id: string }) => r.id), une.pageInfo.hasNextPage]).toEqual([[ids[0]], true]);
    const deux = await appeler(CALLERS.departement, LISTE, { after: une.pageInfo.endCursor }, heure(5));
    expect([deux.nodes.map((r: { id: string }) => r.id), deux.pageInfo.hasNextPage]).toEqual([[ids[1]], false]);
    await appeler(CALLERS.departement, RENSEIGNER, { r: ids[0], a: PEOPLE.amina, s: "HONORE" }, heure(5));
    expect((await appeler(CALLERS.departement, LISTE, {}, heure(5))).nodes.map((r: { id: string }) => r.id)).toEqual([ids[1]]);
  });

  it("une correction garde l’avant et l’après, le logiciel, jamais l’agent", async () => {
    const { id } = await appeler(CALLERS.departement, PRENDRE, { a: PEOPLE.amina, debut: heure(2).toISOString() });
    await appeler(CALLERS.departement, RENSEIGNER, { r: id, a: PEOPLE.amina, s: "ABSENT" }, heure(3));
    const corrige = await appeler(CALLERS.departement, RENSEIGNER, { r: id, a: PEOPLE.amina, s: "ABSENT_JUSTIFIE" }, heure(4));
    const client = CALLERS.departement.client;
    expect(corrige.participations).toEqual([
      {
        statut: "ABSENT_JUSTIFIE",
        statutSource: null,
        conflits: [],
        historique: [
          { avant: null, apres: "PREVU", client, source: "DEPARTEMENT" },
          { avant: "PREVU", apres: "ABSENT", client, source: "DEPARTEMENT" },
          { avant: "ABSENT", apres: "ABSENT_JUSTIFIE", client, source: "DEPARTEMENT" },
        ],
      },
    ]);
  });

  const DEFINIR = `mutation ($systeme: SystemeSource!, $code: String!, $statut: StatutParticipation!) { r: definirCorrespondanceStatut(systeme: $systeme, code: $code, statut: $statut) {
    ... on CorrespondanceStatut { __typename code statut } ... on Refus { __typename code } } }`;
  it.each([
    ["le Département", CALLERS.departement, {}, { __typename: "CorrespondanceStatut", code: "vu", statut: "HONORE" }],
    ["France Travail", CALLERS.franceTravail, {}, { code: "NON_HABILITE" }],
    ["un système sans messages", CALLERS.departement, { systeme: "CAF" }, { code: "SYSTEME_SANS_MESSAGES" }],
    ["un code vide", CALLERS.departement, { code: " " }, { code: "CODE_INVALIDE" }],
    ["un code que la table lit", CALLERS.departement, { code: "seen" }, { code: "CODE_DEJA_LU" }],
    ["A_RENSEIGNER", CALLERS.departement, { statut: "A_RENSEIGNER" }, { code: "STATUT_NON_DEFINISSABLE" }],
  ])("définir un statut : %s", async (_, caller, plus, attendu) => {
    expect(await appeler(caller, DEFINIR, { systeme: "RENDEZ_VOUS_SOLIDARITES", code: "vu", statut: "HONORE", ...plus })).toMatchObject(
      attendu,
    );
  });

  const SEPARER = `mutation ($r: ID!, $i: String!) { r: separerRendezVous(rendezVous: $r, systeme: FRANCE_TRAVAIL, identifiant: $i) {
    ... on RendezVous { __typename id liens { identifiant } } ... on Refus { __typename code } } }`;
  const RECEVOIR = `mutation ($a: ID!, $debut: Horodatage!) { r: recevoirRendezVous(allocataire: $a, identifiant: "FT-9", debut: $debut, dureeMinutes: 30, modalite: PHYSIQUE,
    famille: ORIENTATION, statut: PREVU, organisme: "94-CD94", motif: "Orientation") { ... on RendezVous { id liens { identifiant } } ... on Refus { code } } }`;
  it("ce que France Travail dit du rendez-vous pris ici est le même ; le Département le sépare pour de bon", async () => {
    const { id } = await appeler(CALLERS.departement, PRENDRE, { a: PEOPLE.amina, debut: heure(2).toISOString() });
    const recu = { a: PEOPLE.amina, debut: heure(2).toISOString() };
    expect(await appeler(CALLERS.franceTravail, RECEVOIR, recu)).toEqual({ id, liens: [{ identifiant: "FT-9" }] });
    expect(await appeler(CALLERS.franceTravail, SEPARER, { r: id, i: "FT-9" })).toMatchObject({ code: "NON_HABILITE" });
    expect(await appeler(CALLERS.departement, SEPARER, { r: id, i: "FT-8" })).toMatchObject({ code: "LIEN_INTROUVABLE" });
    const separe = await appeler(CALLERS.departement, SEPARER, { r: id, i: "FT-9" });
    expect(separe).toMatchObject({ __typename: "RendezVous", liens: [{ identifiant: "FT-9" }] });
    expect(separe.id).not.toBe(id);
    expect(await appeler(CALLERS.departement, SEPARER, { r: separe.id, i: "FT-9" })).toMatchObject({ code: "LIEN_SEUL" });
    expect((await appeler(CALLERS.franceTravail, RECEVOIR, { ...recu, debut: heure(3).toISOString() })).id).toBe(separe.id);
    expect((await appeler(CALLERS.franceTravail, RECEVOIR, recu)).id).toBe(separe.id);
    expect(await lire("select count(*)::int as n from rendez_vous.participation where allocataire = $1", [PEOPLE.amina])).toEqual([
      { n: 2 },
    ]);
  });
});
