import type { ResultatImport } from "../subgraphs/shared/import";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../subgraphs/shared/original-garde";
import { asOwner } from "../subgraphs/shared/owner";
import { isUuid } from "../subgraphs/shared/page";
import { type AddCommand, type CommandContext, report, withDatabase } from "./command";
import { inscrire } from "./operateur";
import { personnesNommees } from "./personnes-montrees.repository";
import { PROPRIETAIRES_DE_REJETS, rejouerChez } from "./rejouer-rejets";
import { Sentence } from "./sentence";

export const commandeRejets: AddCommand = (program, settings) => {
  program
    .command("rejets")
    .description("montre les enregistrements rejetés par les imports, et les rejoue")
    .option("--rejouer <id>", "rejoue un rejet, ou « tous »")
    .option("--montrer <id>", "écrit l’original d’un rejet : il porte l’identité d’une personne")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: { rejouer?: string; montrer?: string; json: boolean }) =>
      withDatabase(settings(), async (context) => {
        if (o.montrer !== undefined) return show(o.montrer, context);
        if (o.rejouer === undefined) return list(context, o.json);
        if (o.rejouer !== "tous" && !isUuid(o.rejouer))
          throw new Sentence(`« ${o.rejouer} » n’est pas l’identifiant d’un rejet : « unefois rejets » les montre.`, 2);
        report(await replay(o.rejouer, context), o.json);
      }),
    );
};

interface Reject {
  proprietaire: string;
  id: string;
  objet: string;
  cle: string | null;
  code: string;
  message: string;
  creeLe: Date;
}

function pending(ownerUrl: string): Promise<Reject[]> {
  const all = PROPRIETAIRES_DE_REJETS.map(
    (schema) =>
      `select '${schema}' as proprietaire, id, objet, cle, code, message, cree_le as "creeLe" from ${schema}.rejet where rejoue_le is null`,
  );
  return asOwner(ownerUrl, async (client) => (await client.query<Reject>(`${all.join(" union all ")} order by "creeLe", cle`)).rows);
}

/** Writes an original as it was received. Sentence when no pending reject has this id, or when nothing of it is kept. */
async function show(id: string, context: CommandContext): Promise<void> {
  const reject = isUuid(id) ? (await pending(context.ownerUrl)).find((r) => r.id === id) : undefined;
  if (!reject) throw new Sentence(`Aucun rejet en attente ne porte l’identifiant ${id} : « unefois rejets » les montre.`);
  const kept = `select original from ${reject.proprietaire}.rejet where id = $1`;
  const { rows } = await asOwner(context.ownerUrl, (client) => client.query<{ original: string }>(kept, [id]));
  const original = ouvrirOriginal(new NirCipher(context.secrets.nirKey), rows[0]!.original);
  if (original === "") throw new Sentence("Rien n’est gardé de cet enregistrement : la personne qu’il nomme est effacée.");
  await tracer(context, [original, reject.cle ?? "", reject.message], "Rejet.original");
  process.stdout.write(`${original}\n`);
}

/** Whom these texts name, as far as the hub knows them, is written in the register before anything is shown. */
function tracer({ ownerUrl, operateur, secrets, now }: CommandContext, textes: string[], champ: string): Promise<void> {
  return asOwner(ownerUrl, async (client) => {
    const allocataires = await personnesNommees(client, new NirCipher(secrets.nirKey), textes);
    await inscrire(client, operateur, { nature: "LECTURE", allocataires, champs: [champ], le: now() });
  });
}

async function list(context: CommandContext, json: boolean): Promise<void> {
  const rejects = await pending(context.ownerUrl);
  await tracer(
    context,
    rejects.map(({ cle, message }) => `${cle ?? ""} ${message}`),
    "Rejet.cle",
  );
  if (json) process.stdout.write(`${JSON.stringify(rejects, null, 2)}\n`);
  else if (rejects.length === 0) process.stdout.write("Aucun rejet en attente.\n");
  else {
    for (const r of rejects) process.stdout.write(`${r.id}  ${r.objet}  ${r.cle ?? ""}  ${r.code} : ${r.message}\n`);
    process.stdout.write(`${rejects.length} rejet(s). Corrigez la cause, puis : unefois rejets --rejouer <id>, ou --rejouer tous\n`);
  }
}

async function replay(which: string, context: CommandContext): Promise<ResultatImport[]> {
  const rejects = await pending(context.ownerUrl);
  const wanted = which === "tous" ? rejects : rejects.filter((reject) => reject.id === which);
  if (which !== "tous" && wanted.length === 0) throw new Sentence(`Aucun rejet en attente ne porte l’identifiant ${which}.`);
  const owners = [...new Set(wanted.map((reject) => reject.proprietaire))];
  const results: ResultatImport[] = [];
  const replaying = { ...context, nirKey: context.secrets.nirKey };
  for (const owner of owners) results.push(...(await rejouerChez(owner, which === "tous" ? "tous" : [which], replaying)));
  return results.filter(({ compteurs }) => compteurs.lus > 0);
}
