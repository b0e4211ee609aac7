import type pg from "pg";
import type { Enregistrement } from "../subgraphs/allocataires/fichier-departement/format";
import { defautDe } from "../subgraphs/allocataires/fichier-departement/valider";
import { compteurs, type ResultatImport } from "../subgraphs/shared/import";
import type { NirCipher } from "../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../subgraphs/shared/original-garde";
import { type DecisionsContext, mutationIndex } from "./decision";
import { appelantsDuDepartement, appliquer, type Issue } from "./departement-appliquer";
import { baseDuDepartement, noterAppliques } from "./departement-registre";

interface RejetGarde {
  id: string;
  departement: string;
  objet: string;
  cle: string;
  original: string;
}

/** Replays kept records of the software of a Département, as its files would apply them today. */
export async function rejouerDepartement(ids: string[] | "tous", context: DecisionsContext): Promise<ResultatImport> {
  const resultat: ResultatImport = { fichier: "rejets du Département", compteurs: compteurs(), signalements: [] };
  const owner = baseDuDepartement(context.ownerUrl);
  try {
    const { rows } = await owner.query<RejetGarde>(
      `select id, departement, objet, cle, original from hub.rejet
       where objet like 'DEPARTEMENT\\_%' and rejoue_le is null and ($1::uuid[] is null or id = any ($1)) order by cree_le, cle`,
      [ids === "tous" ? null : ids],
    );
    for (const [departement, rejets] of Map.groupBy(rows, (rejet) => rejet.departement))
      await rejouer(departement, rejets, { owner, context, resultat });
    return resultat;
  } finally {
    await owner.end();
  }
}

interface Rejeu {
  owner: pg.Pool;
  context: DecisionsContext;
  resultat: ResultatImport;
}

async function rejouer(departement: string, rejets: RejetGarde[], { owner, context, resultat }: Rejeu): Promise<void> {
  const origines = new Map<Enregistrement, RejetGarde>();
  const fait = async (rejet: RejetGarde, issue: Issue, e?: Enregistrement) => {
    resultat.compteurs.lus++;
    if ("code" in issue) {
      resultat.compteurs.rejetes++;
      resultat.signalements.push({ cle: rejet.cle, ...issue, applique: false });
      await garderRefus(owner, rejet, issue, context.now());
    } else {
      resultat.compteurs[issue.applique ? "appliques" : "inchanges"]++;
      await noterAppliques(owner, departement, [{ enregistrement: e!, objet: issue.objet ?? null }], context.now());
    }
  };
  for (const rejet of rejets) {
    const lu = enregistrementDe(rejet, context.nirCipher);
    if ("code" in lu) await fait(rejet, lu);
    else origines.set(lu.enregistrement, rejet);
  }
  if (origines.size === 0) return;
  const callers = await appelantsDuDepartement(owner, departement);
  const index = mutationIndex(context.subgraphs);
  const application = { owner, departement, callers, index, now: context.now };
  await appliquer([...origines.keys()], { ...application, fait: (e, issue) => fait(origines.get(e)!, issue, e) });
}

function enregistrementDe(
  { objet, original }: RejetGarde,
  cle: NirCipher,
): { enregistrement: Enregistrement } | { code: string; message: string } {
  if (objet === "DEPARTEMENT_LIGNE")
    return {
      code: "LIGNE_ILLISIBLE",
      message: "La ligne gardée n’est pas un enregistrement : corrigez le fichier d’origine et importez-le.",
    };
  const lu = JSON.parse(ouvrirOriginal(cle, original)) as Enregistrement;
  return defautDe(lu) ?? { enregistrement: lu };
}

/** A record still refused keeps its newest reason and stays to be replayed. */
async function garderRefus(
  owner: pg.Pool,
  rejet: RejetGarde,
  { code, message }: { code: string; message: string },
  le: Date,
): Promise<void> {
  await owner.query(
    `with joue as (update hub.rejet set resultat = 'REJETE', code = $2, message = $3 where id = $1 returning id, departement, objet)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', objet, 'partenaire', 'ORIAS', 'resultat', 'REJETE'), $4::timestamptz from joue`,
    [rejet.id, code, message, le],
  );
}
