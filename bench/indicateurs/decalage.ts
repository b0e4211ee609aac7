import pg from "pg";
import type { Cible } from "../charge";
import { repondre } from "../contenu";
import { corps, type Demande, demander, type Temps } from "./lire";

const DECIDER = `mutation ($allocataire: ID!, $parcours: String!, $organisme: ID!) {
  deciderOrientation(allocataire: $allocataire, parcours: $parcours, organisme: $organisme, motif: "Banc de mesure") { __typename ... on Refus { code message } } }`;

/** People told to the département in the last five weeks (later, France Travail decides), with rights and duties, whom nobody has oriented. */
const A_ORIENTER = `select id, parcours, organisme from banc.gens where decision is null and soumise and etat is null and notification >= fin - 35
  and not exists (select from allocataires.orientation o where o.departement = '94' and o.allocataire = gens.id) order by i limit $1`;
const PAUSE_MS = 5;
const LIMITE_MS = 60_000;

/** Milliseconds between the answer of a decision and the first answer that counts it. */
export async function decalages(cible: Cible, client: pg.Client, periode: { debut: string; fin: string }, combien: number): Promise<Temps> {
  const demande: Demande = { code: "F.4", ventilation: null, ...periode };
  const { rows } = await client.query(A_ORIENTER, [combien]);
  const temps: Temps = [];
  for (const { id, parcours, organisme } of rows) {
    const avant = (await demander(cible, demande)).numerateur ?? 0;
    const reponse = (await repondre({ ...cible, corps: corps(DECIDER, { allocataire: id, parcours, organisme }) })) as {
      data: { deciderOrientation: { code?: string; message?: string } };
    };
    const { code, message } = reponse.data.deciderOrientation;
    if (code) throw new Error(`Décision refusée (${code}) : ${message}`);
    const debut = performance.now();
    while (((await demander(cible, demande)).numerateur ?? 0) <= avant) {
      if (performance.now() - debut > LIMITE_MS) throw new Error(`Une décision n’est pas comptée après ${LIMITE_MS / 1000} s.`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    temps.push(performance.now() - debut);
  }
  return temps;
}

/** A busy morning: activities told to the journal, 200 a second, and readers of an indicator by commune. Returns what ends it. */
export function charger(url: string, cible: Cible, periode: { debut: string; fin: string }, lecteurs: number): () => Promise<void> {
  let fini = false;
  const lire = async () => {
    while (!fini) await demander(cible, { code: "L.I.V2.1.3", ventilation: "commune", ...periode });
  };
  const dire = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (!fini) {
      await client.query(`insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
        select 'ActiviteDeclaree', '94', id, jsonb_build_object('activite', gen_random_uuid(), 'date', fin, 'minutes', 60, 'statut', 'DECLAREE'), now()
        from banc.gens where i in (select 1 + (random() * 1000)::int from generate_series(1, 20))`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await client.end();
  };
  const travaux = Promise.all([dire(), ...Array.from({ length: lecteurs }, lire)]);
  return async () => {
    fini = true;
    await travaux;
  };
}
