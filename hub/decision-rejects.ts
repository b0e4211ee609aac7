import type pg from "pg";
import { demoCallers } from "../gateway/demo-clients";
import { resoudreReferences } from "../subgraphs/allocataires/reference-dossier";
import { compteurs, type ResultatImport } from "../subgraphs/shared/import";
import { ouvrirOriginal } from "../subgraphs/shared/original-garde";
import { ownerClient } from "../subgraphs/shared/owner";
import { applyDecision, type Decision, type DecisionsContext, mutationIndex } from "./decision";

export interface RejectedDecision {
  departement: string | null;
  cle: string;
  code: string;
  message: string;
  original: string;
}

/** Keeps rejected lines whole, and tells `echanges` by an event: one line is kept once however often the file is run. */
export async function keepRejects(owner: pg.ClientBase, rejects: RejectedDecision[], at: Date): Promise<void> {
  if (rejects.length === 0) return;
  await owner.query(
    `with kept as (
       insert into hub.rejet (departement, objet, cle, code, message, original, cree_le)
       select r.departement, 'DECISION', r.cle, r.code, r.message, r.original, $2 from jsonb_to_recordset($1)
         as r(departement text, cle text, code text, message text, original text)
       on conflict (cle) where rejoue_le is null do nothing returning id, departement, code)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetEnregistre', departement, jsonb_build_object('rejet', id, 'objet', 'DECISION', 'code', code, 'partenaire', 'DEPARTEMENT'), $2 from kept`,
    [JSON.stringify(rejects), at],
  );
}

interface KeptReject {
  id: string;
  departement: string | null;
  cle: string;
  original: string;
}

/** Runs kept lines again, through the same use cases. */
export async function rejouerDecisions(ids: string[] | "tous", context: DecisionsContext): Promise<ResultatImport> {
  const result: ResultatImport = { fichier: "rejets DECISION", compteurs: compteurs(), signalements: [] };
  const owner = await ownerClient(context.ownerUrl);
  try {
    const { rows } = await owner.query<KeptReject>(
      "select id, departement, cle, original from hub.rejet where objet = 'DECISION' and rejoue_le is null and ($1::uuid[] is null or id = any($1)) order by cree_le, cle",
      [ids === "tous" ? null : ids],
    );
    const index = mutationIndex(context.subgraphs);
    for (const row of rows) await replay(row, { owner, index, context, result });
  } finally {
    await owner.end();
  }
  return result;
}

interface Replay {
  owner: pg.Client;
  index: ReturnType<typeof mutationIndex>;
  context: DecisionsContext;
  result: ResultatImport;
}

async function replay(row: KeptReject, { owner, index, context, result }: Replay): Promise<void> {
  result.compteurs.lus++;
  const outcome = await outcomeOf(ouvrirOriginal(context.nirCipher, row.original), owner, { index, maintenant: context.now() });
  const applied = outcome.code === null;
  if (applied) result.compteurs.appliques++;
  else {
    result.compteurs.rejetes++;
    result.signalements.push({ cle: row.cle, code: outcome.code, message: outcome.message, applique: false });
  }
  const resultat = applied ? "APPLIQUE" : "REJETE";
  await owner.query(
    `with played as (
       update hub.rejet set rejoue_le = case when $2 = 'APPLIQUE' then $3::timestamptz end, resultat = $2 where id = $1 returning id, departement)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', 'DECISION', 'partenaire', 'DEPARTEMENT', 'resultat', $2::text), $3::timestamptz from played`,
    [row.id, resultat, context.now()],
  );
}

async function outcomeOf(original: string, owner: pg.Client, applier: { index: ReturnType<typeof mutationIndex>; maintenant: Date }) {
  let decision: Decision;
  try {
    decision = JSON.parse(original) as Decision;
  } catch {
    return {
      code: "LIGNE_ILLISIBLE",
      message: "La ligne gardée n’est pas du JSON : corrigez le fichier d’origine et importez-le.",
      departement: null,
    };
  }
  const references = Object.values(decision.variables ?? {}).filter((v): v is string => typeof v === "string" && v.startsWith("dossier:"));
  return applyDecision(decision, { ...applier, callers: demoCallers(), ids: await resoudreReferences(owner, references) });
}
