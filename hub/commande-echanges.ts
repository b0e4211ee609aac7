import type pg from "pg";
import { STATUTS } from "../subgraphs/echanges/echange/echange";
import { demanderRejeuDe, type EchangeListe, echangesRejouables, listerEchanges } from "../subgraphs/echanges/echange/lister.repository";
import { refusRejeu } from "../subgraphs/echanges/echange/rejouer-echange";
import { asOwner } from "../subgraphs/shared/owner";
import { isUuid } from "../subgraphs/shared/page";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { Sentence } from "./sentence";

interface Options {
  statut?: string;
  objet?: string;
  erreur?: string;
  departement?: string;
  rejouer?: string;
  rejouerTous: boolean;
  json: boolean;
}

export const commandeEchanges: AddCommand = (program, settings) => {
  program
    .command("echanges")
    .description("montre les échanges avec les partenaires, les plus récents d’abord (200 au plus), et les rejoue")
    .option("--statut <statut>", `parmi ${STATUTS.join(", ")}`)
    .option("--objet <code>", "un code de l’annexe 5, CAF_BENEFICIAIRE, EVENEMENT…")
    .option("--erreur <code>", "dont la dernière erreur porte ce code")
    .option("--departement <code>", "d’un seul département", departementOption)
    .option("--rejouer <id>", "rejoue un échange rejeté, abandonné ou en attente")
    .option("--rejouer-tous", "rejoue tous ceux qui sont rejetés ou abandonnés, parmi --objet et --erreur", false)
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) => withDatabase(settings(), (context) => asOwner(context.ownerUrl, (client) => executer(client, context, o))));
};

async function executer(client: pg.Client, { now }: CommandContext, o: Options): Promise<void> {
  if (o.statut !== undefined && !(STATUTS as readonly string[]).includes(o.statut))
    throw new Sentence(`« ${o.statut} » n’est pas un statut : choisissez parmi ${STATUTS.join(", ")}.`, 2);
  if (o.rejouer !== undefined) return rejouerUn(client, o.rejouer, now());
  if (o.rejouerTous) return rejouerTous(client, o, now());
  montrer(await listerEchanges(client, { ...o, limite: 200 }), o.json);
}

async function rejouerUn(client: pg.Client, id: string, le: Date): Promise<void> {
  if (!isUuid(id)) throw new Sentence(`« ${id} » n’est pas l’identifiant d’un échange : « unefois echanges » les montre.`, 2);
  const [echange] = await listerEchanges(client, { id, limite: 1 });
  const refus = refusRejeu(echange ?? null, echange?.livre ?? true);
  if (refus) throw new Sentence(refus.message);
  await demanderRejeuDe(client, [id], le);
  process.stdout.write(`L’échange ${id} est dû : le worker le prend dès qu’il tourne.\n`);
}

async function rejouerTous(client: pg.Client, o: Options, le: Date): Promise<void> {
  const rejouables = (await echangesRejouables(client, o)).filter((echange) => refusRejeu(echange, echange.livre) === null);
  await demanderRejeuDe(
    client,
    rejouables.map(({ id }) => id),
    le,
  );
  process.stdout.write(
    rejouables.length === 0
      ? "Aucun échange rejeté ou abandonné ne répond à ces critères.\n"
      : `${rejouables.length} échange(s) dû(s) : le worker les prend dès qu’il tourne.\n`,
  );
}

/** No datum of a person: ids, codes and dates only. */
function montrer(echanges: EchangeListe[], json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(echanges, null, 2)}\n`);
  if (echanges.length === 0) return void process.stdout.write("Aucun échange ne répond à ces critères.\n");
  for (const e of echanges) {
    const sens = e.sens === "ENTRANT" ? "de" : "vers";
    const erreur = e.erreur_code ? `  ${e.erreur_code} : ${e.erreur_message} ${e.erreur_action}` : (e.raison ?? "");
    const essai = e.prochain_essai ? `  prochain essai ${e.prochain_essai.toISOString()}` : "";
    const ligne = [
      e.id,
      e.cree_le.toISOString().slice(0, 16),
      e.objet.padEnd(22),
      `${sens} ${e.partenaire}`.padEnd(22),
      e.statut.padEnd(11),
    ];
    process.stdout.write(`${ligne.join("  ")}  ${e.tentatives} essai(s)${essai}${erreur ? `  ${erreur.trim()}` : ""}\n`);
  }
  process.stdout.write(`${echanges.length} échange(s). Rejouer : unefois echanges --rejouer <id>, ou --rejouer-tous --objet <code>\n`);
}
