import type { Acte } from "../../simulation/france-travail/acte";
import { CALLERS } from "../setup/subgraph";
import { type Monde, USAGERS } from "./monde";

export const { amina, bruno, chantal } = USAGERS;

/** People live alone, as their last file says, and carry their number of France Travail. */
export async function preparerLesDossiers(monde: Monde): Promise<void> {
  const source = "'CAF', null, '2026-01-10', '2026-01-10', true, null";
  for (const [rang, { allocataire, numeroFranceTravail }] of Object.values(USAGERS).entries()) {
    await monde.base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'FRANCE_TRAVAIL', '2026-01-10', '2026-01-10', true)
       on conflict do nothing`,
      [allocataire, numeroFranceTravail],
    );
    await monde.base.owner.query(
      `with z as (insert into allocataires.dossier (departement, numero_demande, fonorg, numorg, matricule, etat, empreinte, flux_cree_le, source, source_organisme,
           collectee_le, recue_le, certifiee, reference)
         values ('94', 'INTEROP000' || $2, 'CAF', '941', '123456' || $2, 'OUVERT_VERSABLE', '\\x00', '2026-01-10', ${source}) returning id),
       d as (insert into allocataires.declaration (departement, id, allocataire, source, collectee_le, recue_le, certifiee, donnees)
         values ('94', gen_random_uuid(), $1::uuid, 'CAF', '2026-01-10', '2026-01-10', true, '{"enfantsACharge": 0}'))
       insert into allocataires.membre (departement, dossier, allocataire, role, rang, du) select '94', id, $1::uuid, 'DEM', 1, '2026-01-01' from z`,
      [allocataire, rang],
    );
  }
}

/** A mutation of the Département; the refusal when there is one. */
export async function muter(monde: Monde, mutation: string, args: string, caller = CALLERS.departement): Promise<any> {
  const type = mutation === "signalerManquement" ? "Manquement" : "Sanction";
  const champs = type === "Manquement" ? "id" : "id statut instructionLimite identifiantPartenaire decideePar debut fin";
  const reponse = await monde.executer(
    `mutation { r: ${mutation}(${args}) { __typename ... on ${type} { ${champs} } ... on Refus { code message } } }`,
    {},
    caller,
  );
  return reponse.r;
}

/** `monde.executer` finds the subgraph by the name of the first field: aliases are read without theirs. */
export const sanctionsDe = async (monde: Monde, allocataire: string): Promise<any[]> =>
  (
    await monde.base.owner.query(
      `select s.id, s.statut, s.nature, s.proposee_par, s.proposee_le, s.instruction_limite, s.quotite_pourcent, s.duree_mois, s.identifiant_partenaire, s.decidee_par,
         s.decidee_le, s.debut, s.transmise_organisme_payeur_le, m.nature as nature_manquement, m.identifiant_partenaire as manquement_partenaire, m.constate_par,
         m.rendez_vous
       from allocataires.sanction s join allocataires.manquement m on m.departement = s.departement and m.id = s.manquement
       where s.allocataire = $1 order by s.recue_le`,
      [allocataire],
    )
  ).rows;

type Proposition = Partial<Extract<Acte, { acte: "PROPOSER_SANCTION" }>>;
export const proposerChezFranceTravail = (
  monde: Monde,
  numeroFranceTravail: string,
  proposition: Proposition = {},
): { identifiantManquement: string; idConsequenceSanction: string } =>
  monde.simulateur.agir({
    acte: "PROPOSER_SANCTION",
    numeroFranceTravail,
    famille: "F04",
    nature: "N65",
    dateManquement: "2026-01-30T10:00:00+01:00",
    montant: 50,
    duree: 1,
    ...proposition,
  } as Acte) as { identifiantManquement: string; idConsequenceSanction: string };

/** The events that France Travail shows of a consequence, in order. */
export const chezFranceTravail = (monde: Monde, numero: string, consequence: string): string[] =>
  ((monde.simulateur.etat(numero) as any).manquements as any[])
    .flatMap((m) => m.consequencesSanction)
    .find((c) => c.idConsequenceSanction === consequence)
    .evenements.map((e: any) => e.typeEvenement);

/** Moves the clock to noon in Paris of a day of 2026. */
export function allerAu(monde: Monde, jour: string): void {
  const ms = new Date(`${jour}T11:00:00Z`).getTime() - monde.horloge.now().getTime();
  if (ms > 0) monde.horloge.advance(ms);
}
