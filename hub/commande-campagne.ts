import { parse } from "graphql";
import { DateTime } from "luxon";
import { avancerCampagne } from "../subgraphs/rendez-vous/campagne/executer-campagne";
import { LIMITE_MAXIMUM, POPULATIONS } from "../subgraphs/rendez-vous/campagne/selection";
import { systemClock } from "../subgraphs/shared/clock";
import { type Caller, SCOPES } from "../subgraphs/shared/identity";
import type { Operateur } from "../subgraphs/shared/operateur";
import { newOperation } from "../subgraphs/shared/operation";
import { asOwner } from "../subgraphs/shared/owner";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { zoneOf } from "../subgraphs/shared/time-zone";
import { codeDuDepartement } from "./code-du-departement";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { entier, unDe } from "./option-valeurs";
import { Sentence } from "./sentence";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";

interface Options {
  departement: string;
  population?: string;
  territoire?: string;
  rang: number;
  depuis?: string;
  jusque?: string;
  limite: number;
  partout: boolean;
  du: string;
  au: string;
  canal: string;
  preuve?: string;
  cle?: string;
  json: boolean;
}

const CANAUX = ["SMS", "EMAIL", "POSTAL", "REMISE_EN_MAIN"] as const;
const COMPTE = "personnes parIssue { issue nombre }";
const ARGUMENTS = "$selection: SelectionCampagne!, $du: Date!, $au: Date!, $canal: CanalConvocation!, $preuve: String";
const VALEURS = "selection: $selection, du: $du, au: $au, canal: $canal, preuve: $preuve";
const PREPARER = `query (${ARGUMENTS}) { r: preparerCampagne(${VALEURS}) { placesLibres premierJour convocables ${COMPTE}
  parReunion { convoquees reunion { debut lieu codeInsee placesRestantes } } } }`;
const LANCER = `mutation (${ARGUMENTS}, $cle: String) { r: lancerCampagne(${VALEURS}, cleIdempotence: $cle) {
  ... on Campagne { id statut convoquees ${COMPTE} } ... on Refus { code message } } }`;
const CAMPAGNES = `{ r: campagnes(first: 50) { id statut lanceeLe du au canal rang convoquees ${COMPTE} } }`;
const CAMPAGNE = `query ($id: ID!) { r: campagne(id: $id) { id statut convoquees ${COMPTE} } }`;

export const commandeCampagne: AddCommand = (program, settings) => {
  const campagne = program
    .command("campagne")
    .description("convoque des personnes choisies par des critères aux réunions qui ont des places");
  const selection = (name: string, description: string) =>
    campagne
      .command(name)
      .description(description)
      .option("--departement <code>", "département", departementOption, "94")
      .option("--population <FLUX|STOCK>", "nouveaux entrants, ou déjà présents ; par défaut tous", unDe(POPULATIONS))
      .option("--territoire <code>", "commune (code INSEE) ou 94-PILOTE ; par défaut tout le département")
      .option("--rang <1|2>", "1 : jamais convoquées ; 2 : absentes à la première convocation", entier(1, 2), 1)
      .option("--depuis <jour>", "entrées à partir de ce jour")
      .option("--jusque <jour>", "entrées jusqu’à ce jour, compris")
      .option("--limite <nombre>", "personnes à convoquer au plus", entier(1, LIMITE_MAXIMUM), 200)
      .option("--partout", "un lieu de n’importe quelle commune convient", false)
      .requiredOption("--du <jour>", "premier jour des réunions, AAAA-MM-JJ")
      .requiredOption("--au <jour>", "dernier jour des réunions, compris")
      .requiredOption("--canal <canal>", "SMS, EMAIL, POSTAL ou REMISE_EN_MAIN", unDe(CANAUX))
      .option("--preuve <reference>", "référence du lot d’envoi")
      .option("--json", "écrit le résultat en JSON", false);
  selection("preparer", "dit ce qu’une campagne ferait, sans rien écrire").action((o: Options) =>
    withDatabase(settings(), (c) =>
      avecSousGraphe(c, o.departement, settings().convocation, async (run) => dire(await run(PREPARER, variables(o)), o)),
    ),
  );
  selection("lancer", "lance une campagne et la mène à son terme")
    .option("--cle <cle>", "la même clé donne la même campagne")
    .action((o: Options) =>
      withDatabase(settings(), (c) => avecSousGraphe(c, o.departement, settings().convocation, (run) => lancer(c, o, run))),
    );
  campagne
    .command("liste")
    .description("les campagnes et ce qu’elles ont fait")
    .option("--departement <code>", "département", departementOption, "94")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) =>
      withDatabase(settings(), (c) =>
        avecSousGraphe(c, o.departement, settings().convocation, async (run) => {
          const campagnes: any[] = await run(CAMPAGNES, {});
          if (o.json) process.stdout.write(`${JSON.stringify(campagnes, null, 2)}\n`);
          else if (campagnes.length === 0) process.stdout.write("Aucune campagne.\n");
          else for (const une of campagnes) dire(une, o);
        }),
      ),
    );
};

const variables = (o: Options) => ({
  selection: {
    departement: o.departement,
    population: o.population ?? null,
    territoire: o.territoire ?? null,
    rang: o.rang,
    entreeDepuis: o.depuis ?? null,
    entreeJusque: o.jusque ?? null,
    limite: o.limite,
    partout: o.partout,
  },
  du: o.du,
  au: o.au,
  canal: o.canal,
  preuve: o.preuve ?? null,
});

type Run = (document: string, variables: Record<string, unknown>) => Promise<any>;

/** Runs operations as the Département, through the subgraph: the same rules, register and idempotency as over HTTP. */
async function avecSousGraphe<T>(
  { ownerUrl, operateur, secrets, log }: CommandContext,
  departement: string,
  convocation: { delaiPostalJours: number; preavisJours: number },
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const subgraphs = await openSubgraphs({ databaseUrl: ownerUrl, nirKey: secrets.nirKey, log, convocation, poolSize: 2 }, ["rendez-vous"]);
  try {
    const caller = await leDepartement(ownerUrl, departement, operateur);
    return await work((document, valeurs) => executer(subgraphs[0]!, caller, document, valeurs));
  } finally {
    await closeSubgraphs(subgraphs);
  }
}

async function leDepartement(url: string, departement: string, { client, agent }: Operateur): Promise<Caller> {
  const organisme = await codeDuDepartement(url, departement);
  if (organisme === null) throw new Sentence(`Le hub n’a pas le département ${departement} : aucune campagne n’est faite.`, 2);
  const scopes = new Set(Object.keys(SCOPES));
  return { client, departement, organisme, agent, scopes, finalite: "ACCOMPAGNEMENT" };
}

async function executer(subgraph: Subgraph, caller: Caller, document: string, valeurs: Record<string, unknown>): Promise<any> {
  const { data, errors } = await subgraph.execute({
    document: parse(document),
    variables: valeurs,
    caller,
    operation: newOperation("campagne"),
  });
  if (errors?.[0]) throw new Sentence(errors[0].message, 2);
  const result = (data as any).r;
  if (result?.message) throw new Sentence(`${result.message} (${result.code})`);
  return result;
}

async function lancer({ ownerUrl, avancement }: CommandContext, o: Options, run: Run): Promise<void> {
  const campagne = await run(LANCER, { ...variables(o), cle: o.cle ?? null });
  const attendues = campagne.parIssue.find((i: any) => i.issue === null)?.nombre ?? 0;
  await asOwner(ownerUrl, async (client) => {
    let faites = 0;
    for (let n = 1; n > 0; faites += n) {
      n = await avancerCampagne(client, systemClock.now(), campagne.id);
      avancement?.("Convocations", faites + n, attendues);
    }
  });
  dire(await run(CAMPAGNE, { id: campagne.id }), o);
}

const ISSUES: Record<string, string> = {
  CONVOQUEE: "convoquées",
  DEJA_CONVOQUEE: "déjà convoquées",
  DEJA_ORIENTEE: "déjà orientées",
  SORTIE: "sorties",
  ABSENCES_A_EXAMINER: "absentes deux fois : un agent examine",
  COMMUNE_INCONNUE: "sans commune connue",
  AUCUN_LIEU_PROCHE: "sans lieu proche",
  DELAI_INSUFFISANT: "sans réunion après le délai et le préavis",
  AUCUNE_PLACE: "sans place libre",
  RENDEZ_VOUS_SIMULTANE: "prises à ces heures",
};

/** `15/12/2026 10:00`: the hour on the wall of the département. */
const heureDuMur = (instant: string, departement: string): string =>
  DateTime.fromISO(instant, { zone: zoneOf(departement) }).toFormat("dd/MM/yyyy HH:mm");

function dire(r: any, { json, departement }: Pick<Options, "json" | "departement">): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(r, null, 2)}\n`);
    return;
  }
  const tete = r.id
    ? `Campagne ${r.id} (${r.statut === "TERMINEE" ? "terminée" : "en cours"})`
    : `Premier jour possible : ${r.premierJour} ; ${r.placesLibres} places libres`;
  process.stdout.write(`${tete} : ${r.personnes} personnes regardées\n`);
  for (const { issue, nombre } of r.parIssue)
    process.stdout.write(`  ${nombre} ${issue === null ? "à venir" : (ISSUES[issue] ?? issue)}\n`);
  for (const { reunion, convoquees } of r.parReunion ?? [])
    if (convoquees > 0)
      process.stdout.write(
        `  ${heureDuMur(reunion.debut, departement)} ${reunion.lieu} (${reunion.codeInsee}) : ${convoquees} sur ${reunion.placesRestantes} places\n`,
      );
}
