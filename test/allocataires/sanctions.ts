import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterDossiers, ajouterFoule, orienter, SOURCE } from "./personnes";

export let base: TestDatabase;
export let graphe: TestSubgraph;
let foule: string[];
let suivant = 0;
const { departement } = CALLERS;
/** France Travail with the right to decide, as a delegation gives it. */
export const franceTravail: Caller = { ...CALLERS.franceTravail, scopes: new Set([...CALLERS.franceTravail.scopes, "sanction.decider"]) };

/** A territory with people to sanction. */
export async function ouvrir(): Promise<void> {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  foule = await ajouterFoule(base.owner, 120);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
}

export async function fermer(): Promise<void> {
  await graphe.close();
  await base.drop();
}

const LUE = `... on Sanction { id nature statut motif proposeeLe proposeePar instructionLimite notifieeLe observationsLimite observationsRecuesLe assistee
  avisEquipePluridisciplinaireLe avisFavorable decideeLe decideePar decisionMotif parDelegation quotitePourcent dureeMois debut fin remobilisationLe leveeLe
  annuleeLe annulationCause transmiseOrganismePayeurLe manquement { id motifLegitime } }`;

/** A new person who lives alone, as the last declaration says. */
export async function personneSeule(): Promise<string> {
  const id = foule[suivant++]!;
  await foyer(id, 0);
  return id;
}

/** Someone whose foyer nobody knows. */
export const personneInconnue = (): string => foule[suivant++]!;

/** A file with this person alone, and as many children. */
export async function foyer(id: string, enfants: number): Promise<void> {
  await base.owner.query(
    `with z as (insert into allocataires.dossier (departement, numero_demande, fonorg, numorg, etat, empreinte, flux_cree_le, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       values ('94', 'S' || left(replace($1::text, '-', ''), 10) || $2, 'CAF', '941', 'OUVERT_VERSABLE', '\\x00', '2026-01-10', $3, $4, $5, $6, $7, $8) returning id),
     d as (insert into allocataires.declaration (departement, id, allocataire, source, collectee_le, recue_le, certifiee, donnees)
       values ('94', gen_random_uuid(), $1::uuid, 'CAF', '2026-01-10', '2026-01-10', true, jsonb_build_object('enfantsACharge', $2::int)))
     insert into allocataires.membre (departement, dossier, allocataire, role, rang, du) select '94', id, $1::uuid, 'DEM', 1, '2026-01-01' from z`,
    [id, enfants, ...SOURCE],
  );
}

export const acte = async (mutation: string, variables: Record<string, unknown>, jour = "2026-02-01", appelant: Caller = departement) => {
  const reponse = await agir(graphe, appelant, mutation, variables, LUE, jour);
  expect(reponse.errors).toBeUndefined();
  return reponse.r;
};
export const signaler = async (allocataire: string, nature = "REFUS_CONTROLE", constateLe = "2026-01-30") =>
  (await agir(graphe, departement, "signalerManquement", { allocataire, nature, constateLe }, "... on Manquement { id }", "2026-12-01")).r
    .id as string;

/** A procedure proposed by the Département on 2026-02-01. */
export async function proposer(demande: Record<string, unknown> = {}, personne?: string): Promise<any> {
  const manquement = await signaler(personne ?? (await personneSeule()));
  return acte("proposerSanction", {
    manquement,
    nature: "SUSPENSION",
    motif: "Contrôle refusé",
    quotitePourcent: 50,
    dureeMois: 1,
    ...demande,
  });
}
/** Told to the person on 2026-02-02: she has until 2026-02-12. */
export async function notifier(demande: Record<string, unknown> = {}, personne?: string) {
  const { id } = await proposer(demande, personne);
  return acte("notifierSanction", { sanction: id, le: "2026-02-02" }, "2026-02-02");
}
/** Decided on 2026-02-20, by default from 2026-03-01. */
export const decider = (sanction: string, variables: Record<string, unknown> = {}, jour = "2026-02-20", appelant: Caller = departement) =>
  acte("deciderSanction", { sanction, accepter: true, motif: "Sans réponse", ...variables }, jour, appelant);
export async function decidee(demande: Record<string, unknown> = {}, personne?: string) {
  const r = await decider((await notifier(demande, personne)).id);
  expect(r.statut).toBe("DECIDEE");
  return r;
}
